/// What must hold after every step, whatever happened; tests and simulations check it.
extension Board {
    /// The first broken invariant in words, or nil.
    package func brokenInvariant(at now: Timestamp) -> String? {
        var busy: [MemberID: Int] = [:]
        var pending: [MemberID: Set<OfferID>] = [:]
        for request in requests.values {
            for seat in request.seats {
                let holders = request.assignments.filter { $0.seatID == seat.id && $0.state.isLive && $0.isPrimary }
                if holders.count > 1 { return "seat \(seat.id) has \(holders.count) holders" }
                if (seat.state == .filled) != (holders.count == 1) {
                    return "seat \(seat.id) is \(seat.state) with \(holders.count) holders"
                }
                let asked = request.offers.filter {
                    $0.seatID == seat.id && ($0.state == .pending || $0.state == .accepted)
                }
                // One who was thanked may be asked again once the seat is open anew.
                let rounds = Set(asked.map { AskedOnce(memberID: $0.memberID, round: $0.round) })
                if rounds.count != asked.count { return "a member has two offers for \(seat.id)" }
                let mayWait = seat.state == .open || seat.state == .filled && policy.selection.sendsBackups
                if !mayWait, asked.contains(where: { $0.state == .pending }) {
                    return "seat \(seat.id) is \(seat.state) and has pending offers"
                }
                let backups = request.assignments.filter {
                    $0.seatID == seat.id && $0.state.isLive && !$0.isPrimary
                }
                if !backups.isEmpty, seat.state != .filled { return "seat \(seat.id) is \(seat.state) with backups" }
            }
            let isUncovered = !request.state.isOver && request.seats.contains { $0.state == .open }
            if (request.uncoveredSince != nil) != isUncovered {
                return "request \(request.id) has an empty seat or not, and its ladder says otherwise"
            }
            let called = request.currentWhistles
            if !isUncovered, !called.isEmpty { return "request \(request.id) is in hand and desks are called upon" }
            if Set(called.map(\.level)).count != called.count { return "request \(request.id) calls a level twice" }
            if let rung = nextRung(of: request), rung.at <= now {
                return "request \(request.id) should have called the \(rung.level)"
            }
            for assignment in request.assignments where assignment.state.occupiesMember {
                busy[assignment.memberID, default: 0] += 1
            }
            for offer in request.offers {
                if placeOfOffer[offer.id].flatMap({ requests[$0.requestID]?.offers[$0.position].id }) != offer.id {
                    return "offer \(offer.id) cannot be found"
                }
                guard offer.state == .pending else { continue }
                pending[offer.memberID, default: []].insert(offer.id)
                if request.state.isOver { return "request \(request.id) is over and has a pending offer" }
                if offer.expiresAt <= now { return "offer \(offer.id) is pending past its life" }
                if moments[.request(request.id)] == nil, !backlog.contains(request.id) {
                    return "request \(request.id) has no next moment"
                }
            }
            let awaits = request.offers.contains { $0.isAwaited }
            if request.state == .open, request.dispatchAt <= now, !awaits, attention[request.id] == nil,
                !backlog.contains(request.id), !request.offers.contains(where: { $0.state == .pending })
            {
                return "request \(request.id) is open and nobody is asked"
            }
        }
        var openSeats: [String: Int] = [:]
        for (id, token) in openers { openSeats[token, default: 0] += requests[id]?.openSeatCount ?? 0 }
        if openSeats.filter({ $0.value > 0 }) != openSeatsOfToken { return "the open seats of tokens are miscounted" }
        for member in roster.members {
            if member.busyAssignmentCount != busy[member.id] ?? 0 { return "member \(member.id) is miscounted as busy" }
            if busy[member.id] ?? 0 > member.capacity { return "member \(member.id) is on too many assignments" }
            if member.pendingOfferCount != pending[member.id]?.count ?? 0 {
                return "member \(member.id) is miscounted as asked"
            }
        }
        return nil
    }
}

private struct AskedOnce: Hashable {
    let memberID: MemberID
    let round: Int
}
