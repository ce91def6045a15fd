/// One outgoing message to one member's endpoint about one or more offers.
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
    }

    package let id: NoticeID
    package let kind: Kind
    package let requestID: RequestID
    package let memberID: MemberID
    package let endpointID: Int64
    package let offerIDs: [OfferID]
    package let createdAt: Timestamp
    /// Delivered by then or given up.
    package let deadline: Timestamp

    package init(
        id: NoticeID,
        kind: Kind,
        requestID: RequestID,
        memberID: MemberID,
        endpointID: Int64,
        offerIDs: [OfferID],
        createdAt: Timestamp,
        deadline: Timestamp
    ) {
        self.id = id
        self.kind = kind
        self.requestID = requestID
        self.memberID = memberID
        self.endpointID = endpointID
        self.offerIDs = offerIDs
        self.createdAt = createdAt
        self.deadline = deadline
    }
}
