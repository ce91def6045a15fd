import Geospatial

/// Why near members were not asked, as things stand at this moment.
extension Board {
    /// What keeps a member from being alerted for a request now.
    package enum Obstacle: Equatable, Sendable {
        case offDuty
        case away(until: WallTime)
        /// On assignments of the requests with these numbers of the day.
        case busy(numbers: [Int])
        /// No endpoint, or one that is switched off: they can only be rung.
        case unreachable
        /// No empty seat requires only what they have; these words are the fewest they lack.
        case lacksCapability([String])
        case exempt
        case quietHours(QuietHours)
        /// After an assignment, until then.
        case resting(until: Timestamp)
        /// As many alerts in the last seven days as one may have.
        case capped(alerts: Int)
        /// They answered, did not answer, gave the seat back or could not be reached for this request before.
        case askedBefore(Offer.State)
        /// Asked for other requests, and others who are not are asked first.
        case askedElsewhere
        /// While the household's contacts have their head start.
        case contactsFirst
        /// An alert would bring the first arrival forward by less than it costs.
        case noGain(gainSeconds: Double, costSeconds: Double)
        /// The rule asks a few, and they are not among them.
        case othersFirst
        /// Nobody is wanted: every seat has somebody, the request sleeps, or it is over.
        case nobodyWanted
    }

    /// A near member, and what keeps them from being asked; nil while they are asked or go.
    package struct NearMember: Equatable, Sendable {
        package let approach: Roster.Approach
        package let obstacle: Obstacle?
    }

    /// The members nearest to a request, the nearest first, each with what keeps them from being asked.
    package func nearMembers(of request: HelpRequest, count: Int, at now: Timestamp) -> [NearMember] {
        let seats = request.seats.filter { $0.state == .open }
        var contests: [Rivalry] = []
        if case .value(let rule) = policy.selection, !request.state.isOver, now >= request.dispatchAt {
            let beliefs = beliefs(at: now)
            let parts = RequestParts(request)
            contests = request.seats.filter { $0.state == .open || $0.state == .filled }.compactMap { seat in
                let picture = picture(of: seat, request, parts, beliefs, at: now)
                guard !picture.isSomebodyThere else { return nil }
                let awaits = awaitsContacts(picture, areAskedNow: false, at: now)
                return Rivalry(
                    contest: SeatContest(picture, parts, rule: rule, awaitsContacts: awaits),
                    forecast: ArrivalForecast(picture.prospects, horizonSeconds: Double(rule.horizonSeconds))
                )
            }
        }
        return roster.nearestOfAll(to: request.place.coordinate, count: count, travel: policy.travel).map { approach in
            NearMember(
                approach: approach,
                obstacle: obstacle(for: approach, request, seats, contests, at: now)
            )
        }
    }

    /// A seat, and what is expected of those who may come for it.
    private struct Rivalry {
        let contest: SeatContest
        let forecast: ArrivalForecast
        var seat: Seat { contest.seat }
    }

    private func obstacle(
        for approach: Roster.Approach,
        _ request: HelpRequest,
        _ openSeats: [Seat],
        _ contests: [Rivalry],
        at now: Timestamp
    ) -> Obstacle? {
        guard let member = roster.member(approach.memberID) else { return .unreachable }
        let offers = request.offers.filter { $0.memberID == member.id }
        if offers.contains(where: { isStillWith(request, $0) }) { return nil }
        if let obstacle = obstacleOfTheirs(member, request, at: now) { return obstacle }
        guard request.mayAsk(member.id) else { return .askedBefore(offers.last?.state ?? .expired) }
        let wanting = contests.isEmpty ? openSeats : contests.map(\.seat)
        guard !wanting.isEmpty, now >= request.dispatchAt else { return .nobodyWanted }
        let lacking = wanting.map { seat in seat.requires.filter { !roster.has($0, member) } }
        guard lacking.contains(where: \.isEmpty) else {
            return .lacksCapability(lacking.min { $0.count < $1.count } ?? [])
        }
        guard case .value(let rule) = policy.selection else {
            return member.pendingOfferCount > 0 ? .askedElsewhere : .othersFirst
        }
        let fitting = contests.filter { contest in contest.seat.requires.allSatisfy { roster.has($0, member) } }
        if fitting.allSatisfy(\.contest.awaitsContacts) { return .contactsFirst }
        let beliefs = beliefs(at: now)
        let candidate = candidate(member, of: request, beliefs, rule, at: now)
        let best = fitting.map { contest in
            (gain: contest.forecast.gain(of: candidate.prospect), cost: candidate.costSeconds)
        }.max { $0.gain - $0.cost < $1.gain - $1.cost }
        if let best, best.gain < best.cost { return .noGain(gainSeconds: best.gain, costSeconds: best.cost) }
        return member.pendingOfferCount > 0 ? .askedElsewhere : .othersFirst
    }

    /// Asked and still open, or on the way, there, or with the case.
    private func isStillWith(_ request: HelpRequest, _ offer: Offer) -> Bool {
        if offer.state == .pending { return true }
        return request.assignment(of: offer.id)?.state.isLive ?? false
    }

    /// What lies in the member and not in the request's need.
    private func obstacleOfTheirs(_ member: Member, _ request: HelpRequest, at now: Timestamp) -> Obstacle? {
        if !member.isOnDuty { return .offDuty }
        if let until = member.awayUntil { return .away(until: until) }
        if !member.isFree { return .busy(numbers: numbers(of: member.id)) }
        if roster.endpointID(of: member) == nil { return .unreachable }
        return reserve(of: member, for: request, at: now)
    }
}
