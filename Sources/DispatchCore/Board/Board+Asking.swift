/// Whom the simple rule asks, and what is the same for all rules: an offer in the making.
extension Board {
    /// Whom to ask now for these seats of a request, as far as they are open.
    ///
    /// - Returns: What follows, whether more members are wanted than there are, and the seats that were not reached because
    ///   the budget was used up; one is always reached.
    func decideAsking<Generator>(
        _ portion: Backlog.Portion,
        by rule: SimpleSelection,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>,
        within budget: inout WorkBudget
    ) -> (decision: Decision, isShort: Bool, unfinished: [SeatID]) {
        guard let request = requests[portion.requestID], !request.state.isOver, now >= request.dispatchAt else {
            return (Decision(), false, [])
        }
        var decision = Decision()
        let parts = RequestParts(request)
        budget.spend(WorkBudget.Cost.request + parts.count * WorkBudget.Cost.part)
        var taken: Set<MemberID> = []
        var unfinished: [SeatID] = []
        var isShort = false
        var isReached = false
        var isUnanswered = request.unansweredAt != nil
        let chosen = portion.seats.map(Set.init)
        for seat in request.seats where seat.state == .open && chosen?.contains(seat.id) ?? true {
            if isReached, budget.isLimited, budget.isSpent {
                unfinished.append(seat.id)
                continue
            }
            isReached = true
            let selection = rule.select(
                for: seat,
                of: request,
                parts,
                on: self,
                taken: taken,
                at: now,
                within: &budget
            )
            isShort = isShort || selection.isShort
            var rank = parts.offerCount(of: seat)
            for choice in selection.choices.sorted(by: { Roster.Approach.isBetter($0.approach, $1.approach) }) {
                rank += 1
                taken.insert(choice.approach.memberID)
                let offer = newOffer(
                    to: choice.approach,
                    for: seat,
                    of: request,
                    because: choice.reason,
                    rank: rank,
                    at: now,
                    using: &ids
                )
                decision.events.append(.offerMade(OfferMade(offer)))
                decision.notices += notice(.offerCreated, about: offer, at: now, using: &ids)
            }
            let isAwaiting = parts.pendingOffers(for: seat).contains(where: \.isAwaited)
            if selection.choices.isEmpty, selection.isShort, !isAwaiting, !isUnanswered {
                isUnanswered = true
                let unanswered = RequestUnanswered(requestID: request.id, seatID: seat.id)
                decision.events.append(.requestUnanswered(unanswered))
            }
            budget.spend(WorkBudget.Cost.seat + selection.choices.count * WorkBudget.Cost.event)
        }
        return (decision, isShort, unfinished)
    }

    /// An offer as it is when it is made.
    func newOffer<Generator>(
        to approach: Roster.Approach,
        for seat: Seat,
        of request: HelpRequest,
        because reason: Offer.Reason,
        rank: Int,
        usualAcceptance: Double? = nil,
        chance: Double? = nil,
        gainSeconds: Double? = nil,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Offer {
        Offer(
            id: ids.next(at: now),
            requestID: request.id,
            seatID: seat.id,
            memberID: approach.memberID,
            reason: reason,
            rank: rank,
            distanceMeters: approach.distanceMeters,
            etaSeconds: approach.etaSeconds,
            usualAcceptance: usualAcceptance,
            chance: chance,
            gainSeconds: gainSeconds,
            offeredAt: now,
            round: seat.round,
            expiresAt: now.adding(seconds: policy.offerLifeSeconds(request.urgency)),
            silenceDueAt: now.adding(seconds: policy.confirmationSilenceSeconds)
        )
    }

    /// An offer to somebody whom no rule has chosen.
    ///
    /// - Parameter rank: nil for behind all who were asked.
    func unweighedOffer<Generator>(
        to memberID: MemberID,
        for seat: Seat,
        of request: HelpRequest,
        because reason: Offer.Reason,
        rank: Int? = nil,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Offer {
        let approach =
            roster.approach(of: memberID, to: request.place.coordinate, travel: policy.travel)
            ?? Roster.Approach(memberID: memberID, distanceMeters: 0, etaSeconds: 0)
        return newOffer(
            to: approach,
            for: seat,
            of: request,
            because: reason,
            rank: rank ?? request.offers.count { $0.seatID == seat.id } + 1,
            at: now,
            using: &ids
        )
    }
}
