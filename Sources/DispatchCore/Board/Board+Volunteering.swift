/// Members who come forward themselves: everybody in a group reads whom its robot calls.
extension Board {
    /// A yes from somebody, asked or not.
    ///
    /// Who was asked answers their offer. For anybody else an offer is made and judged then and there, like the late yes of
    /// one who was asked: they go if that helps enough. Off duty or spared today makes no difference, since nobody asked.
    func decideVolunteering<Generator>(
        _ memberID: MemberID,
        for requestID: RequestID,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> Decision {
        let request = try known(requestID)
        guard request.cancelledAt == nil else { throw .requestCancelled }
        guard !request.state.isOver else { throw .requestOver(request.state) }
        guard let member = roster.member(memberID) else { throw .unknownMember(memberID) }
        if let held = request.assignments.last(where: { $0.memberID == memberID && $0.state.isLive }) {
            return Decision(outcome: .taken(requestID, held.offerID))
        }
        guard member.isFree else { throw .memberBusy(memberID, numbers: numbers(of: memberID)) }
        let seats = request.seats.filter(takesMore)
        guard !seats.isEmpty else { throw .alreadyCovered }
        let mine = request.offers.filter { $0.memberID == memberID }
        if let asked = mine.last(where: { offer in
            offer.state == .pending && offer.isAlive(at: now) && seats.contains { $0.id == offer.seatID }
        }) {
            return try decideAccept(asked.id, at: now, using: &ids)
        }
        let fitting = seats.filter { seat in seat.requires.allSatisfy { roster.has($0, member) } }
        // Where nobody goes comes before where somebody does.
        guard let seat = fitting.first(where: { $0.state == .open }) ?? fitting.first else {
            throw .capabilityMissing(seats[0].requires)
        }
        // What they said yes to before, and gave back, or what they were asked and may still answer; never two for one seat.
        let earlier = mine.filter { $0.seatID == seat.id && $0.round == seat.round }
        let standing = earlier.last { $0.state == .accepted } ?? earlier.last { $0.isAlive(at: now) }
        if let standing { return try decideYes(to: standing, for: seat, of: request, at: now, using: &ids) }
        let offer = unweighedOffer(to: memberID, for: seat, of: request, because: .volunteer, at: now, using: &ids)
        let judged = try decideYes(to: offer, for: seat, of: request, at: now, using: &ids)
        var decision = Decision(events: [.offerMade(OfferMade(offer))], outcome: judged.outcome)
        decision.append(judged)
        return decision
    }
}
