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
        /// The ids of the tokens that opened these requests.
        package var openers: [RequestID: String] = [:]
        package var opened: [(idempotency: Idempotency, requestID: RequestID, at: Timestamp)] = []
        /// Requests that are not over, as far as can be told, and cannot be read: as their rows name them.
        package var unreadable: [String] = []
        /// Members who are on assignments of such requests.
        package var held: [HeldUnit] = []

        package init() {}
    }

    /// A member, or one of an organisation's people or vehicles, on an assignment of a request that cannot be read.
    package struct HeldUnit: Equatable, Sendable {
        /// The request as the row names it.
        package let request: String
        package let memberID: MemberID
        package let unit: Int

        package init(request: String, memberID: MemberID, unit: Int) {
            self.request = request
            self.memberID = memberID
            self.unit = unit
        }
    }

    /// Puts the stored requests on an empty board.
    ///
    /// Every request that is not over is looked at by the next `advance`: deadlines that passed while nobody watched are
    /// settled then, and the ladder goes on where it stood. That may be more than one turn can do: then it is done in
    /// portions, beside whatever comes. For those that cannot be read nothing is decided: an operator dispatches them by hand.
    /// Whoever is on an assignment of one is not asked for anything else meanwhile.
    package mutating func restore(_ stored: Stored) {
        position = stored.position
        lastEventAt = stored.lastEventAt
        wallOffsetMilliseconds = stored.wallOffsetMilliseconds
        lastNumbers = stored.lastNumbers
        learning = stored.learning
        for request in stored.requests {
            requests[request.id] = request
            inOrder.append(request.id)
            openers[request.id] = stored.openers[request.id]
            countSeats(of: request, by: 1)
            for (position, offer) in request.offers.enumerated() {
                placeOfOffer[offer.id] = OfferPlace(requestID: request.id, position: position)
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
        unreadable = stored.unreadable
        held = stored.held
        for held in stored.held { occupy(held.memberID, by: 1) }
        for opened in stored.opened { remember(opened.idempotency, opened: opened.requestID, at: opened.at) }
    }
}

/// Requests that cannot be read.
extension Board {
    /// An operator has cancelled or closed one: whoever was on it is free again.
    ///
    /// - Returns: Whether it is one of them.
    mutating func setAside(_ id: RequestID, isClosed: Bool, at now: Timestamp) -> Bool {
        guard isUnreadable(id) else { return false }
        let key = id.description
        changes.setAside.append(SetAsideRequest(id: id, isClosed: isClosed, at: now))
        unreadable.removeAll { $0 == key }
        let freed = held.filter { $0.request == key }
        held.removeAll { $0.request == key }
        for unit in freed { occupy(unit.memberID, by: -1) }
        if !freed.isEmpty { attendToShortRequests(at: now) }
        return true
    }

    /// Whether this is one of those.
    func isUnreadable(_ id: RequestID) -> Bool { unreadable.contains(id.description) }
}
