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
        let asked = request.offers.filter { offer in
            offer.memberID == memberID && offer.isAlive(at: now) && seats.contains { $0.id == offer.seatID }
        }
        if let offer = asked.last(where: { $0.state == .pending }) ?? asked.last {
            return try decideAccept(offer.id, at: now, using: &ids)
        }
        let fitting = seats.filter { seat in seat.requires.allSatisfy { roster.has($0, member) } }
        guard let seat = fitting.first(where: { $0.state == .open }) ?? fitting.first else {
            throw .capabilityMissing(seats[0].requires)
        }
        let offer = unweighedOffer(to: memberID, for: seat, of: request, because: .volunteer, at: now, using: &ids)
        let judged = try decideYes(to: offer, for: seat, of: request, at: now, using: &ids)
        var decision = Decision(events: [.offerMade(OfferMade(offer))], outcome: judged.outcome)
        decision.append(judged)
        return decision
    }
}
