/// A board as the tables hold it.
extension Board {
    /// What the tables say; the rest of the board follows from it.
    package struct Stored: Sendable {
        package var position: Int64 = 0
        package var lastEventAt = Timestamp(milliseconds: 0)
        package var wallOffsetMilliseconds: Int64 = 0
        package var lastNumbers: [Int: Int] = [:]
        package var learning = Learning()
        /// All requests that are not over, and those that ended within `endedRequestRetentionSeconds`.
        package var requests: [HelpRequest] = []
        package var opened: [(idempotency: Idempotency, requestID: RequestID, at: Timestamp)] = []

        package init() {}
    }

    /// Puts the stored requests on an empty board.
    ///
    /// Every request that is not over is looked at by the next `advance`: deadlines that passed while nobody watched are
    /// settled then, and the ladder goes on where it stood.
    package mutating func restore(_ stored: Stored) {
        position = stored.position
        lastEventAt = stored.lastEventAt
        wallOffsetMilliseconds = stored.wallOffsetMilliseconds
        lastNumbers = stored.lastNumbers
        learning = stored.learning
        for request in stored.requests {
            requests[request.id] = request
            for offer in request.offers {
                requestOfOffer[offer.id] = request.id
                if offer.state == .pending { holdPendingOffer(offer.id, by: offer.memberID) }
            }
            for assignment in request.assignments where assignment.state.occupiesMember {
                occupy(assignment.memberID, by: 1)
            }
            guard !request.state.isOver else { continue }
            openRequestCount += 1
            attend(to: request, at: request.createdAt)
            reschedule(.request(request.id))
        }
        for opened in stored.opened { remember(opened.idempotency, opened: opened.requestID, at: opened.at) }
    }
}
