package import DispatchCore

/// One request as one group hears of it, by its robot's endpoint.
package struct GroupCall: Hashable, Sendable {
    package let requestID: RequestID
    package let endpointID: Int64

    package init(requestID: RequestID, endpointID: Int64) {
        self.requestID = requestID
        self.endpointID = endpointID
    }
}

/// How often somebody on a group's page claimed to be a member and could not show it.
package struct IdentityClaim: Equatable, Sendable {
    package struct Subject: Hashable, Sendable {
        package let group: GroupCall
        package let memberID: MemberID

        package init(group: GroupCall, memberID: MemberID) {
            self.group = group
            self.memberID = memberID
        }
    }

    package let subject: Subject
    /// Since the last right one, or since the lock before ended.
    package let wrongCount: Int
    package let lastAt: Timestamp

    package init(subject: Subject, wrongCount: Int, lastAt: Timestamp) {
        self.subject = subject
        self.wrongCount = wrongCount
        self.lastAt = lastAt
    }
}
