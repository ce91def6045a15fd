/// The few ways in which parts change, each keeping what is derived from them.
extension Board {
    mutating func change(_ id: RequestID, at now: Timestamp, _ body: (inout HelpRequest) -> Void) {
        guard var request = requests[id] else { return }
        requests[id] = nil
        let before = request.seats
        countSeats(of: request, by: -1)
        body(&request)
        request.keepUncovered(at: now)
        noteSeats(of: request, before: before)
        requests[id] = request
        changes.requests.insert(id)
        reschedule(.request(id))
    }

    /// Notes which seats have changed, for the tables, and how many stand open now.
    private mutating func noteSeats(of request: HelpRequest, before: [Seat]) {
        for (position, seat) in request.seats.enumerated()
        where position >= before.count || before[position].state != seat.state || before[position].round != seat.round {
            changes.seats.insert(seat.id)
        }
        countSeats(of: request, by: 1)
    }

    /// Counts a request's open seats for the token that opened it, or takes them off.
    mutating func countSeats(of request: HelpRequest, by sign: Int) {
        guard let token = openers[request.id] else { return }
        let count = request.openSeatCount
        guard count > 0 else { return }
        let sum = (openSeatsOfToken[token] ?? 0) + sign * count
        openSeatsOfToken[token] = sum == 0 ? nil : sum
    }

    mutating func changeOffer(
        _ requestID: RequestID,
        _ offerID: OfferID,
        at now: Timestamp,
        _ body: (inout Offer) -> Void
    ) {
        guard let place = placeOfOffer[offerID], place.requestID == requestID, var request = requests[requestID] else {
            return
        }
        let position = place.position
        requests[requestID] = nil
        let wasPending = request.offers[position].state == .pending
        let wasAwaited = request.offers[position].isAwaited
        let wasUnreached = request.offers[position].isUnreached
        body(&request.offers[position])
        let offer = request.offers[position]
        requests[requestID] = request
        changes.offers.insert(offerID)
        changes.requests.insert(requestID)
        if wasPending && offer.state != .pending { letGoPendingOffer(offerID, by: offer.memberID) }
        if wasAwaited && !offer.isAwaited || wasUnreached && !offer.isUnreached { attend(to: request, at: now) }
        reschedule(.request(requestID))
    }

    mutating func changeAssignment(
        _ requestID: RequestID,
        _ assignmentID: AssignmentID,
        at now: Timestamp,
        _ body: (inout HelpRequest, inout Assignment) -> Void
    ) {
        guard var request = requests[requestID],
            let position = request.assignments.firstIndex(where: { $0.id == assignmentID })
        else { return }
        requests[requestID] = nil
        let before = request.seats
        countSeats(of: request, by: -1)
        var assignment = request.assignments[position]
        let occupied = assignment.state.occupiesMember
        body(&request, &assignment)
        request.assignments[position] = assignment
        request.keepUncovered(at: now)
        noteSeats(of: request, before: before)
        requests[requestID] = request
        changes.assignments.insert(assignmentID)
        changes.requests.insert(requestID)
        if occupied != assignment.state.occupiesMember {
            occupy(assignment.memberID, by: occupied ? -1 : 1)
            if occupied { attendToShortRequests(at: now) }
        }
        reschedule(.request(requestID))
    }

    mutating func changeWhistle(
        _ requestID: RequestID,
        _ whistleID: WhistleID,
        at now: Timestamp,
        _ body: (inout Whistle) -> Void
    ) {
        change(requestID, at: now) { request in
            guard let position = request.whistles.firstIndex(where: { $0.id == whistleID }) else { return }
            body(&request.whistles[position])
        }
    }

    mutating func holdPendingOffer(_ offerID: OfferID, by memberID: MemberID) {
        pendingOffersOfMember[memberID, default: []].append(offerID)
        countPendingOffers(of: memberID)
    }

    private mutating func letGoPendingOffer(_ offerID: OfferID, by memberID: MemberID) {
        pendingOffersOfMember[memberID]?.removeAll { $0 == offerID }
        if pendingOffersOfMember[memberID]?.isEmpty ?? false { pendingOffersOfMember[memberID] = nil }
        countPendingOffers(of: memberID)
    }

    private mutating func countPendingOffers(of memberID: MemberID) {
        let count = pendingOffersOfMember[memberID]?.count ?? 0
        roster.update(memberID) { $0.pendingOfferCount = count }
    }

    mutating func occupy(_ memberID: MemberID, by difference: Int) {
        roster.update(memberID) { $0.busyAssignmentCount += difference }
    }

    /// Has a request looked at that something happened to.
    mutating func attendTo(_ id: RequestID, at now: Timestamp) {
        guard let request = requests[id], !request.state.isOver else { return }
        attend(to: request, at: now)
        reschedule(.request(id))
    }

    /// A request is over: nothing of it is waited for.
    mutating func end(_ id: RequestID) {
        openRequestCount -= 1
        attention[id] = nil
        weighedAt[id] = nil
        heldBack[id] = nil
        backlog.remove(id)
        shortOfMembers.remove(id)
        reschedule(.request(id))
    }
}
