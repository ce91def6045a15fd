/// Asks the household's contacts and the few who would be there first, and one more for each who drops out.
///
/// Dropping out is a decline, a failed or unconfirmed delivery, silence, or any other end of an offer while the seat is
/// empty. So the number of awaited offers is held at what the first wave had.
package struct SimpleSelection: Equatable, Sendable {
    /// How many are asked at first besides the contacts. Range 1…100.
    package var initialOffers: Int

    package init(initialOffers: Int = 3) {
        self.initialOffers = initialOffers
    }

    func select(
        for seat: Seat,
        of request: HelpRequest,
        _ parts: RequestParts,
        on board: Board,
        taken: Set<MemberID>,
        at now: Timestamp,
        within budget: inout WorkBudget
    ) -> Selection {
        let asked = parts.askingOffers(for: seat)
        var scope = Roster.Scope(requires: seat.requires, isUnaskedOnly: true, isReachableOnly: true)
        var selection = Selection()

        if asked.isEmpty {
            scope.isUnaskedOnly = false
            for contact in request.contacts
            where board.mayAlert(contact, for: request, at: now) && !taken.contains(contact)
                && board.roster.isEligible(contact, in: scope)
            {
                // A list may name somebody twice.
                guard !selection.choices.contains(where: { $0.approach.memberID == contact }),
                    let approach = board.roster.approach(
                        of: contact,
                        to: request.place.coordinate,
                        travel: board.policy.travel
                    )
                else { continue }
                selection.choices.append(.init(approach: approach, reason: .contact))
            }
            scope.isUnaskedOnly = true
        }

        let contactCount = asked.count { $0.reason == .contact } + selection.choices.count
        let awaitedCount = asked.count(where: \.isAwaited) + selection.choices.count
        let missing = initialOffers + contactCount - awaitedCount
        guard missing > 0 else { return selection }
        guard !request.isOutOfReach else {
            selection.isShort = true
            return selection
        }

        let reason: Offer.Reason = asked.isEmpty ? .nearest : .replacement
        var excluded = taken
        for choice in selection.choices { excluded.insert(choice.approach.memberID) }
        // Members who hold an offer already are asked only when nobody else is left.
        var unheard = board.unheardEndpoints(of: request)
        budget.spend(WorkBudget.Cost.search + parts.count * WorkBudget.Cost.part)
        for isUnaskedOnly in [true, false] where selection.choices.isEmpty || isUnaskedOnly {
            scope.isUnaskedOnly = isUnaskedOnly
            var found: [Roster.Approach] = []
            repeat {
                found = board.roster.firstToArrive(
                    at: request.place.coordinate,
                    count: missing,
                    in: scope,
                    travel: board.policy.travel
                ) { member in
                    budget.spend(WorkBudget.Cost.visited)
                    return !excluded.contains(member.id) && unheard.mayHear(member, board.roster)
                        && parts.mayAsk(member.id) && board.reserve(of: member, for: request, at: now) == nil
                }
            } while found.isEmpty && unheard.relax()
            selection.choices += found.map { .init(approach: $0, reason: reason) }
            if !found.isEmpty {
                selection.isShort = found.count < missing
                return selection
            }
        }
        selection.isShort = true
        return selection
    }
}
