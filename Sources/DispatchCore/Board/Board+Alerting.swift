import Geospatial

/// Whom the value rule alerts, withdraws and stands down, over all requests that are looked at together.
extension Board {
    /// Alerts for one seat in one go; the rest follows at the next look.
    private static let alertLimit = 100

    /// What the rule does now for these requests.
    ///
    /// The largest gain across them goes first; of one request the seat for which there are fewest. A member is alerted
    /// once at most.
    ///
    /// - Returns: What follows, and the requests that want more members than there are.
    func decideAlerting<Generator>(
        _ ids: [RequestID],
        by rule: ValueRule,
        at now: Timestamp,
        using source: inout IdentifierSource<Generator>
    ) -> (decision: Decision, short: Set<RequestID>) {
        let beliefs = beliefs(at: now)
        var decision = Decision()
        var contests: [SeatContest] = []
        var taken: Set<MemberID> = []
        for id in ids {
            guard let request = requests[id], !request.state.isOver, now >= request.dispatchAt else { continue }
            for seat in request.seats where seat.state == .open || seat.state == .filled {
                let picture = reduce(
                    picture(of: seat, request, beliefs, at: now),
                    by: rule,
                    at: now,
                    using: &source,
                    into: &decision
                )
                guard !picture.isSomebodyThere else { continue }
                contests.append(
                    contest(for: picture, rule, beliefs, &taken, at: now, using: &source, into: &decision)
                )
            }
        }
        var short: Set<RequestID> = []
        for position in contests.indices {
            let isOutOfReach = contests[position].request.isOutOfReach
            let found =
                isOutOfReach ? [] : candidates(for: contests[position], beliefs, excluding: taken, at: now)
            contests[position].take(found)
            if found.count < rule.candidateCount { short.insert(contests[position].request.id) }
        }
        while let position = next(of: contests), let choice = contests[position].best {
            let offer = alert(choice, contests[position], at: now, using: &source, into: &decision)
            contests[position].alerted(choice.candidate.prospect)
            taken.insert(offer.memberID)
            for other in contests.indices { contests[other].lose(offer.memberID) }
            contests[position].choose()
        }
        for contest in contests { decision.append(sayIfUnanswered(contest, in: decision)) }
        return (decision, short)
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
        into decision: inout Decision
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
        let worth = rule.worth(request.urgency)
        let horizon = Double(rule.horizonSeconds)
        func gain(of one: Prospect, without position: Int, among all: [Prospect]) -> Double {
            var others = all
            others.remove(at: position)
            return ArrivalForecast(others, horizonSeconds: horizon).gain(of: one)
        }
        while true {
            let all = going.map(\.prospect) + asked.map(\.prospect)
            let spare = going.indices
                .filter { !going[$0].assignment.isPrimary && !going[$0].assignment.isByHand }
                .map { (position: $0, gain: gain(of: going[$0].prospect, without: $0, among: all)) }
                .min { $0.gain < $1.gain }
            guard let spare, spare.gain < worth.goSeconds * ValueRule.dismissalShare else { break }
            let assignment = going.remove(at: spare.position).assignment
            decision.append(standDown(assignment, of: request, because: .notNeeded, at: now, using: &source))
        }
        while true {
            let all = going.map(\.prospect) + asked.map(\.prospect)
            let spare = asked.indices
                .filter { position in
                    var others = all
                    others.remove(at: going.count + position)
                    let isLast = SeatContest.isSilent(others)
                    // A contact of the household stays asked until somebody goes, and so does whom an operator chose.
                    return !isLast && !(asked[position].offer.reason.isLasting && going.isEmpty)
                }
                .map { (position: $0, gain: gain(of: asked[$0].accepting, without: going.count + $0, among: all)) }
                .min { $0.gain < $1.gain }
            guard let spare, spare.gain < worth.goSeconds * ValueRule.dismissalShare else { break }
            let offer = asked.remove(at: spare.position).offer
            decision.append(withdraw([offer], because: .notNeeded, at: now, using: &source))
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
        _ rule: ValueRule,
        _ beliefs: Beliefs,
        _ taken: inout Set<MemberID>,
        at now: Timestamp,
        using source: inout IdentifierSource<Generator>,
        into decision: inout Decision
    ) -> SeatContest {
        let request = picture.request
        let contacts = newContacts(for: picture, taken)
            .filter { mayAlert($0, for: request, at: now) }
            .compactMap { id in roster.member(id).map { candidate($0, of: request, beliefs, rule, at: now) } }
        let awaits = awaitsContacts(picture, areAskedNow: !contacts.isEmpty, at: now)
        var contest = SeatContest(picture, rule: rule, awaitsContacts: awaits)
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
    private func newContacts(for picture: SeatPicture, _ taken: Set<MemberID>) -> [MemberID] {
        let (request, seat) = (picture.request, picture.seat)
        guard request.isNew(seat), picture.going.isEmpty else { return [] }
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
        _ beliefs: Beliefs,
        excluding taken: Set<MemberID>,
        at now: Timestamp
    ) -> [SeatContest.Candidate] {
        guard !contest.awaitsContacts else { return [] }
        let request = contest.request
        var scope = Roster.Scope(requires: contest.seat.requires, isUnaskedOnly: true, isReachableOnly: true)
        var count = contest.rule.candidateCount
        var unheard = unheardEndpoints(of: request)
        while true {
            let found = roster.firstToArrive(
                at: request.place.coordinate,
                count: count,
                in: scope,
                travel: policy.travel
            ) { !taken.contains($0.id) && unheard.mayHear($0, roster) && mayAlert($0, for: request, at: now) }
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

    /// The seat whose best alert goes next; nil when none is worth it.
    private func next(of contests: [SeatContest]) -> Int? {
        // Of one request the scarcest seat that still wants somebody goes first.
        var scarcest: [RequestID: Int] = [:]
        for position in contests.indices
        where contests[position].best != nil && contests[position].alertCount < Self.alertLimit {
            let id = contests[position].request.id
            guard let other = scarcest[id] else {
                scarcest[id] = position
                continue
            }
            if contests[position].candidateCount < contests[other].candidateCount { scarcest[id] = position }
        }
        return scarcest.values.max { left, right in
            let (a, b) = (contests[left], contests[right])
            return (a.best?.weight ?? 0, b.request.id, right) < (b.best?.weight ?? 0, a.request.id, left)
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
        let isFirst = contest.request.isNew(contest.seat)
        let offer = newOffer(
            to: choice.candidate.approach,
            for: contest.seat,
            of: contest.request,
            because: isContact ? .contact : isFirst ? .nearest : .replacement,
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

    /// Says that nobody is left to ask for an empty seat, once.
    private func sayIfUnanswered(_ contest: SeatContest, in decision: Decision) -> Decision {
        let (request, seat) = (contest.request, contest.seat)
        guard seat.state == .open, request.unansweredAt == nil, contest.alertCount == 0, contest.best == nil,
            !request.offers.contains(where: { $0.seatID == seat.id && $0.isAwaited && !decision.withdraws($0.id) }),
            !decision.events.contains(where: { event in
                if case .requestUnanswered(let said) = event { said.requestID == request.id } else { false }
            })
        else { return Decision() }
        return Decision(events: [.requestUnanswered(RequestUnanswered(requestID: request.id, seatID: seat.id))])
    }
}
