/// What follows from the passing of time, and from anything that left a request in need of members.
extension Board {
    /// Offers that expired or stay silent, and members who never set out.
    func decidePassed(_ id: RequestID, at now: Timestamp) -> Decision {
        var decision = Decision()
        guard let request = requests[id], !request.state.isOver else { return decision }
        for offer in request.offers where offer.state == .pending {
            if now >= offer.expiresAt {
                let expired = OfferExpired(requestID: request.id, offerID: offer.id, memberID: offer.memberID)
                decision.events.append(.offerExpired(expired))
                decision.cancelledNotices.append(offer.id)
            } else if offer.silence == nil, now >= offer.silenceDueAt {
                let silence: Offer.Silence = offer.deliveredAt == nil ? .unconfirmed : .noAnswer
                decision.events.append(.offerSilent(silent(offer, silence)))
            }
        }
        for assignment in request.assignments where assignment.state == .accepted {
            guard let due = assignment.enRouteDueAt, now >= due else { continue }
            decision.events.append(
                .assignmentEnded(
                    AssignmentEnded(
                        requestID: request.id,
                        assignmentID: assignment.id,
                        memberID: assignment.memberID,
                        ending: .noShow
                    )
                )
            )
        }
        return decision
    }

    /// Whom to ask now for the open seats of a request.
    ///
    /// - Returns: What follows, and whether more members are wanted than there are.
    func decideAsking<Generator>(
        _ id: RequestID,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> (decision: Decision, isShort: Bool) {
        guard let request = requests[id], !request.state.isOver, now >= request.dispatchAt else {
            return (Decision(), false)
        }
        var decision = Decision()
        var taken: [MemberID] = []
        var isShort = false
        var isUnanswered = request.unansweredAt != nil
        for seat in request.seats where seat.state == .open {
            let selection = policy.selection.select(for: seat, of: request, on: self, taken: taken)
            isShort = isShort || selection.isShort
            var rank = request.offers.count { $0.seatID == seat.id && $0.round == seat.round }
            for choice in selection.choices.sorted(by: { Roster.Approach.isBetter($0.approach, $1.approach) }) {
                rank += 1
                taken.append(choice.approach.memberID)
                let offer = Offer(
                    id: ids.next(at: now),
                    requestID: request.id,
                    seatID: seat.id,
                    memberID: choice.approach.memberID,
                    reason: choice.reason,
                    rank: rank,
                    distanceMeters: choice.approach.distanceMeters,
                    etaSeconds: choice.approach.etaSeconds,
                    offeredAt: now,
                    round: seat.round,
                    expiresAt: now.adding(seconds: policy.offerLifeSeconds(request.urgency)),
                    silenceDueAt: now.adding(seconds: policy.confirmationSilenceSeconds)
                )
                decision.events.append(.offerMade(OfferMade(offer)))
                decision.notices += notice(.offerCreated, about: offer, at: now, using: &ids)
            }
            let isAwaiting = request.offers.contains { $0.seatID == seat.id && $0.isAwaited }
            if selection.choices.isEmpty, selection.isShort, !isAwaiting, !isUnanswered {
                isUnanswered = true
                let unanswered = RequestUnanswered(requestID: request.id, seatID: seat.id)
                decision.events.append(.requestUnanswered(unanswered))
            }
        }
        return (decision, isShort)
    }

    /// An absence is over.
    func decideReturnFromAbsence(_ id: MemberID) -> Decision {
        guard let member = roster.member(id) else { return Decision() }
        let changed = MemberDutyChanged(memberID: id, isOnDuty: member.isOnDuty, awayUntil: nil)
        return Decision(events: [.memberDutyChanged(changed)])
    }
}
