/// One outgoing message to the endpoint of a member, about their offers, or of a desk, about a whistle.
///
/// It carries ids only. What is said is put together when it is sent, so that no name or address waits in the outbox.
package struct Notice: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Codable, Sendable {
        case offerCreated = "offer.created"
        case offerWithdrawn = "offer.withdrawn"
        case assignmentCreated = "assignment.created"
        case assignmentStoodDown = "assignment.stood-down"
        /// A reminder of the next step.
        case assignmentNudged = "assignment.nudged"
        /// The place is another than the one they were told.
        case placeCorrected = "request.place-corrected"
        case deskWhistled = "desk.whistled"
        case deskStoodDown = "desk.stood-down"
    }

    /// Whom it is for, and about what.
    package enum Subject: Equatable, Sendable {
        case offers([OfferID], of: MemberID)
        case whistle(WhistleID)
    }

    package let id: NoticeID
    package let kind: Kind
    package let requestID: RequestID
    package let subject: Subject
    package let endpointID: Int64
    package let createdAt: Timestamp
    /// Delivered by then or given up.
    package let deadline: Timestamp

    package init(
        id: NoticeID,
        kind: Kind,
        requestID: RequestID,
        subject: Subject,
        endpointID: Int64,
        createdAt: Timestamp,
        deadline: Timestamp
    ) {
        self.id = id
        self.kind = kind
        self.requestID = requestID
        self.subject = subject
        self.endpointID = endpointID
        self.createdAt = createdAt
        self.deadline = deadline
    }

    /// The offers it is about; none for a whistle.
    package var offerIDs: [OfferID] {
        switch subject {
        case .offers(let ids, _): ids
        case .whistle: []
        }
    }
}
