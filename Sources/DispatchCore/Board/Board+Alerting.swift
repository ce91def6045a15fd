import Geospatial

/// Whom the value rule alerts, withdraws and stands down, over all requests that are looked at together.
extension Board {
    /// Offers of one seat that are withdrawn in one go, and people who are called back; the rest follows at the next look.
    private static let dismissalLimit = 50

    /// What the rule does now.
    struct Alerting {
        var decision = Decision()
        /// Requests that want more members than there are.
        var short: Set<RequestID> = []
        /// Requests for which somebody was alerted.
        var alerted: Set<RequestID> = []
        /// Seats that were not reached, or that want still more, because the budget was used up.
        var unfinished: [RequestID: [SeatID]] = [:]
    }

    /// Seats of one request that ask for the same and are silent or not have the same candidates.
    private struct Search: Hashable {
        let requestID: RequestID
        let requires: [String]
        let isSilent: Bool
        let awaitsContacts: Bool
    }

    /// What the rule does now for these seats.
    ///
    /// The largest gain across them goes first; of one request the seat for which there are fewest. A member is alerted
    /// once at most. When the budget is used up the rest is left unfinished; but of the first two portions at least one
    /// seat is looked at and alerts somebody, if that is worth it, so that each turn brings both forward.
    func decideAlerting<Generator>(
        _ portions: [Backlog.Portion],
        by rule: ValueRule,
        at now: Timestamp,
        using source: inout IdentifierSource<Generator>,
        within budget: inout WorkBudget
    ) -> Alerting {
        let beliefs = beliefs(at: now)
        var result = Alerting()
        var taken: Set<MemberID> = []
        var contests = SeatContests()
        var partsOfRequest: [RequestID: RequestParts] = [:]
        // A half for who is there and who could be alerted, a half for alerting them.
        let pause = budget.leftUnits / 2
        let searchPause = pause + pause / 2
        for (rank, portion) in portions.enumerated() {
            guard let request = requests[portion.requestID], !request.state.isOver, now >= request.dispatchAt else {
                continue
            }
            let parts = RequestParts(request)
            partsOfRequest[request.id] = parts
            budget.spend(WorkBudget.Cost.request + parts.count * WorkBudget.Cost.part)
            let chosen = portion.seats.map(Set.init)
            var isReached = false
            for seat in request.seats where chosen?.contains(seat.id) ?? true {
                guard seat.state == .open || seat.state == .filled else { continue }
                if budget.isLimited, budget.isDown(to: searchPause), isReached || rank > 1 {
                    result.unfinished[request.id, default: []].append(seat.id)
                    continue
                }
                isReached = true
                let seen = picture(of: seat, request, parts, beliefs, at: now)
                let prospects = seen.going.count + 2 * seen.asked.count
                budget.spend(WorkBudget.Cost.seat + prospects * WorkBudget.Cost.prospect)
                let picture = reduce(seen, by: rule, at: now, using: &source, into: &result.decision, within: &budget)
                guard !picture.isSomebodyThere else { continue }
                contests.append(
                    contest(for: picture, parts, rule, beliefs, &taken, at: now, using: &source, into: &result.decision)
                )
            }
        }
        let first = portions.prefix(2).map(\.requestID)
        let searched = findCandidates(
            &contests,
            partsOfRequest,
            beliefs,
            excluding: taken,
            first: first,
            at: now,
            within: &budget,
            downTo: pause
        )
        result.short = searched.short
        alert(&contests, first: first, at: now, using: &source, &result, within: &budget)
        for (position, contest) in contests.all.enumerated()
        where contest.mayWantMore || searched.skipped.contains(position) {
            result.unfinished[contest.request.id, default: []].append(contest.seat.id)
        }
        sayWhatIsUnanswered(contests, but: searched.skipped, into: &result.decision)
        return result
    }

    /// Finds who could be alerted for each seat.
    ///
    /// - Returns: Requests that want more members than there are, and the contests that were skipped.
    private func findCandidates(
        _ contests: inout SeatContests,
        _ partsOfRequest: [RequestID: RequestParts],
        _ beliefs: Beliefs,
        excluding taken: Set<MemberID>,
        first: [RequestID],
        at now: Timestamp,
        within budget: inout WorkBudget,
        downTo pause: Int
    ) -> (short: Set<RequestID>, skipped: Set<Int>) {
        var searches: [Search: [Int]] = [:]
        var inOrder: [Search] = []
        for (position, contest) in contests.all.enumerated() {
            let search = Search(
                requestID: contest.request.id,
                requires: contest.seat.requires,
                isSilent: contest.isSilent,
                awaitsContacts: contest.awaitsContacts
            )
            if searches[search] == nil { inOrder.append(search) }
            searches[search, default: []].append(position)
        }
        var short: Set<RequestID> = []
        var skipped: Set<Int> = []
        var waitForOne = Set(first)
        for search in inOrder {
            let id = search.requestID
            guard let positions = searches[search], let parts = partsOfRequest[id] else { continue }
            if waitForOne.remove(id) == nil, budget.isLimited, budget.isDown(to: pause) {
                skipped.formUnion(positions)
                continue
            }
            let contest = contests.all[positions[0]]
            let found =
                contest.request.isOutOfReach
                ? [] : candidates(for: contest, parts, beliefs, excluding: taken, at: now, within: &budget)
            contests.give(found, to: positions)
            if found.count < contest.rule.candidateCount { short.insert(id) }
        }
        return (short, skipped)
    }

    /// Alerts whoever is worth most, until nobody is worth it or the budget is used up.
    private func alert<Generator>(
        _ contests: inout SeatContests,
        first: [RequestID],
        at now: Timestamp,
        using source: inout IdentifierSource<Generator>,
        _ result: inout Alerting,
        within budget: inout WorkBudget
    ) {
        func alertNext(of request: RequestID? = nil) -> Bool {
            guard let next = contests.next(of: request, within: &budget) else { return false }
            let offer = alert(next.choice, contests.all[next.contest], at: now, using: &source, into: &result.decision)
            budget.spend(WorkBudget.Cost.event)
            result.alerted.insert(offer.requestID)
            contests.alerted(offer.memberID, next.choice.candidate.prospect, for: next.contest)
            return true
        }
        while !budget.isSpent, alertNext() {}
        for id in first where budget.isSpent && !result.alerted.contains(id) { _ = alertNext(of: id) }
    }

    // MARK: Who is not needed any more

    /// Withdraws offers and stands down those on the way who are not worth it any more.
    ///
    /// - Returns: The seat without them.
    private func reduce<Generator>(
        _ picture: SeatPicture,
        by rule: ValueRule,
        at now: Timestamp,
        using source: inout IdentifierSource<Generator>,
        into decision: inout Decision,
        within budget: inout WorkBudget
    ) -> SeatPicture {
        let request = picture.request
        if picture.isSomebodyThere {
            let pending = picture.asked.map(\.offer)
            decision.append(withdraw(pending, because: .seatFilled, at: now, using: &source))
            for going in picture.going {
                decision.append(standDown(going.assignment, of: request, because: .relieved, at: now, using: &source))
            }
            return picture
        }
        var going = picture.going
        var asked = picture.asked
        let limit = rule.worth(request.urgency).goSeconds * ValueRule.dismissalShare
        let horizon = Double(rule.horizonSeconds)
        for _ in 0..<Self.dismissalLimit {
            let all = going.map(\.prospect) + asked.map(\.prospect)
            let spare = going.indices
                .filter { !going[$0].assignment.isPrimary && !going[$0].assignment.isByHand }
                .map { (position: $0, prospect: going[$0].prospect) }
            guard
                let least = LeastWorth.find(
                    among: spare,
                    of: all,
                    below: limit,
                    horizonSeconds: horizon,
                    within: &budget
                )
            else { break }
            let assignment = going.remove(at: spare[least].position).assignment
            decision.append(standDown(assignment, of: request, because: .notNeeded, at: now, using: &source))
            budget.spend(WorkBudget.Cost.event)
        }
        for _ in 0..<Self.dismissalLimit {
            let all = going.map(\.prospect) + asked.map(\.prospect)
            let spare = asked.indices
                .filter { position in
                    // A contact of the household stays asked until somebody goes, and so does whom an operator chose.
                    if asked[position].offer.reason.isLasting, going.isEmpty { return false }
                    var others = all
                    others.remove(at: going.count + position)
                    return !SeatContest.isSilent(others)
                }
                .map { (position: going.count + $0, prospect: asked[$0].accepting) }
            guard
                let least = LeastWorth.find(
                    among: spare,
                    of: all,
                    below: limit,
                    horizonSeconds: horizon,
                    within: &budget
                )
            else { break }
            let offer = asked.remove(at: spare[least].position - going.count).offer
            decision.append(withdraw([offer], because: .notNeeded, at: now, using: &source))
            budget.spend(WorkBudget.Cost.event)
        }
        return SeatPicture(
            request: request,
            seat: picture.seat,
            isSomebodyThere: false,
            going: going,
            asked: asked
        )
    }

    // MARK: Who is alerted

    /// The seat in the contest, its contacts asked already if this is the first look at it.
    private func contest<Generator>(
        for picture: SeatPicture,
        _ parts: RequestParts,
        _ rule: ValueRule,
        _ beliefs: Beliefs,
        _ taken: inout Set<MemberID>,
        at now: Timestamp,
        using source: inout IdentifierSource<Generator>,
        into decision: inout Decision
    ) -> SeatContest {
        let request = picture.request
        let contacts = newContacts(for: picture, parts, taken)
            .filter { mayAlert($0, for: request, at: now) }
            .compactMap { id in roster.member(id).map { candidate($0, of: request, beliefs, rule, at: now) } }
        let awaits = awaitsContacts(picture, areAskedNow: !contacts.isEmpty, at: now)
        var contest = SeatContest(picture, parts, rule: rule, awaitsContacts: awaits)
        for candidate in contacts {
            let forecast = ArrivalForecast(contest.prospects, horizonSeconds: Double(rule.horizonSeconds))
            let choice = SeatContest.Choice(
                candidate: candidate,
                gainSeconds: forecast.gain(of: candidate.prospect),
                weight: 0
            )
            let offer = alert(choice, contest, isContact: true, at: now, using: &source, into: &decision)
            contest.alerted(candidate.prospect)
            taken.insert(offer.memberID)
        }
        return contest
    }

    /// Whether the household's contacts have their head start: nobody else is asked meanwhile, but for what is immediate.
    func awaitsContacts(_ picture: SeatPicture, areAskedNow: Bool, at now: Timestamp) -> Bool {
        guard picture.request.urgency != .immediate, picture.going.isEmpty else { return false }
        return areAskedNow
            || picture.asked.contains { asked in
                asked.offer.reason == .contact && asked.offer.round == picture.seat.round && asked.prospect.chance > 0
                    && now < asked.offer.offeredAt.adding(seconds: policy.fairness.contactHeadStartSeconds)
            }
    }

    /// Contacts to be asked first: those of the household that can come, each once, when the seat is new or open anew.
    private func newContacts(
        for picture: SeatPicture,
        _ parts: RequestParts,
        _ taken: Set<MemberID>
    ) -> [MemberID] {
        let (request, seat) = (picture.request, picture.seat)
        guard parts.isNew(seat), picture.going.isEmpty else { return [] }
        let scope = Roster.Scope(requires: seat.requires, isReachableOnly: true)
        var contacts: [MemberID] = []
        for id in request.contacts
        where !taken.contains(id) && !contacts.contains(id) && roster.isEligible(id, in: scope) {
            contacts.append(id)
        }
        return contacts
    }

    /// Somebody who could be alerted, with what an alert to them must be worth.
    func candidate(
        _ member: Member,
        of request: HelpRequest,
        _ beliefs: Beliefs,
        _ rule: ValueRule,
        at now: Timestamp
    ) -> SeatContest.Candidate {
        let distance = member.whereabouts.distanceMeters(to: request.place.coordinate)
        let approach = Roster.Approach(
            memberID: member.id,
            distanceMeters: distance,
            etaSeconds: policy.travel.etaSeconds(distanceMeters: distance, by: member.transport)
        )
        let worth = rule.worth(request.urgency)
        var prospect = beliefs.candidate(
            history: member.history,
            travelSeconds: beliefs.travelSeconds(distanceMeters: distance, by: member.transport)
        )
        if roster.isDoubtful(member) { prospect = prospect.doubted }
        var cost = worth.alertSeconds
        if request.urgency != .immediate {
            let alerts = member.history.alerts.total(onDay: localDay(at: now))
            cost *= 1 + policy.fairness.alertCostShare * Double(alerts)
        }
        return SeatContest.Candidate(
            approach: approach,
            prospect: prospect,
            usualAcceptance: beliefs.usualAcceptance(of: member.history),
            // Nobody is asked whose yes would not be worth a drive.
            costSeconds: max(cost, worth.goSeconds * prospect.chance)
        )
    }

    /// The nearest eligible members by expected arrival, more of them where few can be expected to accept.
    private func candidates(
        for contest: SeatContest,
        _ parts: RequestParts,
        _ beliefs: Beliefs,
        excluding taken: Set<MemberID>,
        at now: Timestamp,
        within budget: inout WorkBudget
    ) -> [SeatContest.Candidate] {
        guard !contest.awaitsContacts else { return [] }
        let request = contest.request
        var scope = Roster.Scope(requires: contest.seat.requires, isUnaskedOnly: true, isReachableOnly: true)
        var count = contest.rule.candidateCount
        var unheard = unheardEndpoints(of: request)
        while true {
            var visited = 0
            let found = roster.firstToArrive(
                at: request.place.coordinate,
                count: count,
                in: scope,
                travel: policy.travel
            ) { member in
                visited += 1
                return !taken.contains(member.id) && unheard.mayHear(member, roster) && parts.mayAsk(member.id)
                    && reserve(of: member, for: request, at: now) == nil
            }
            budget.spend(
                WorkBudget.Cost.search + visited * WorkBudget.Cost.visited + found.count * WorkBudget.Cost.candidate
            )
            let members = found.compactMap { roster.member($0.memberID) }
            if members.isEmpty, unheard.relax() { continue }
            if members.isEmpty, scope.isUnaskedOnly, contest.isSilent {
                // Members who hold an offer already are asked only when nobody else is left.
                scope.isUnaskedOnly = false
                continue
            }
            let expected = members.reduce(0) { $0 + beliefs.acceptance(of: $1.history) }
            guard found.count == count, expected < ValueRule.wantedAcceptances, count < ValueRule.candidateLimit else {
                return members.map { candidate($0, of: request, beliefs, contest.rule, at: now) }
            }
            count = min(count * 2, ValueRule.candidateLimit)
        }
    }

    private func alert<Generator>(
        _ choice: SeatContest.Choice,
        _ contest: SeatContest,
        isContact: Bool = false,
        at now: Timestamp,
        using source: inout IdentifierSource<Generator>,
        into decision: inout Decision
    ) -> Offer {
        let offer = newOffer(
            to: choice.candidate.approach,
            for: contest.seat,
            of: contest.request,
            because: isContact ? .contact : contest.isNew ? .nearest : .replacement,
            rank: contest.rank + 1,
            usualAcceptance: choice.candidate.usualAcceptance,
            chance: choice.candidate.prospect.chance,
            gainSeconds: choice.gainSeconds,
            at: now,
            using: &source
        )
        decision.events.append(.offerMade(OfferMade(offer)))
        decision.notices += notice(.offerCreated, about: offer, at: now, using: &source)
        return offer
    }

    /// Says that nobody is left to ask for an empty seat, once for each request.
    private func sayWhatIsUnanswered(_ contests: SeatContests, but skipped: Set<Int>, into decision: inout Decision) {
        var said: Set<RequestID> = []
        for (position, contest) in contests.all.enumerated() where !skipped.contains(position) {
            let (request, seat) = (contest.request, contest.seat)
            guard seat.state == .open, request.unansweredAt == nil, contest.alertCount == 0, !contest.mayWantMore,
                !contest.isAwaited, !said.contains(request.id)
            else { continue }
            said.insert(request.id)
            decision.events.append(.requestUnanswered(RequestUnanswered(requestID: request.id, seatID: seat.id)))
        }
    }
}
