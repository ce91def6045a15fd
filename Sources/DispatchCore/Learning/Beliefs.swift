import Glibc

/// What is believed at one moment about whoever may be asked: priors and what was learned, put together.
package struct Beliefs: Sendable {
    /// However often somebody stayed silent, there is this much of a chance.
    package static let leastAcceptance = 0.02
    package static let mostAcceptance = 0.98
    /// Spread of travel times around what distance and speed say.
    static let travelSigma = 0.2

    package let answer: LogNormal
    package let turnout: LogNormal
    /// Of those who do not accept, the share who say no.
    let declineShare: Double
    package let noShow: Double
    /// How much more often people accept at this hour than each of them was taken to.
    package let eagerness: Double
    private let priors: Priors
    private let moment: Timestamp
    private let isLearning: Bool
    private let travel: TravelModel
    private let pace: [Double]
    /// Seconds from being asked to setting out of one who is asked now: the same for all who could be.
    let firstLeavings: [Double]

    package init(_ learning: Learning, _ policy: Policy, at now: Timestamp, localHour: Int) {
        let priors = policy.priors
        moment = now
        isLearning = policy.isLearning
        travel = policy.travel
        self.priors = priors
        declineShare = priors.declineShare
        guard policy.isLearning else {
            answer = LogNormal(medianSeconds: priors.answerMedianSeconds, sigma: priors.answerSigma)
            turnout = LogNormal(medianSeconds: max(policy.travel.turnoutSeconds, 1), sigma: priors.turnoutSigma)
            noShow = priors.noShow
            eagerness = 1
            pace = Transport.allCases.map { _ in 1 }
            firstLeavings = Self.leavings(answer, turnout, after: 0)
            return
        }
        let weight = priors.countyWeight
        answer = learning.answerTimes(priors: priors, at: now)
        let turnouts = learning.turnout.estimate(
            priorMean: log(max(policy.travel.turnoutSeconds, 1)),
            priorSigma: priors.turnoutSigma,
            priorWeight: weight,
            at: now
        )
        turnout = LogNormal(mu: turnouts.mean, sigma: turnouts.sigma)
        noShow = learning.noShow.chance(prior: priors.noShow, weight: weight, at: now)
        let all = learning.acceptanceByHour.dropFirst().reduce(learning.acceptanceByHour[0], +)
        let county = all.chance(prior: 1, weight: weight, at: now)
        eagerness = learning.acceptanceByHour[localHour]
            .chance(prior: county, weight: weight, at: now)
        pace = learning.pace.map { spread in
            exp(spread.estimate(priorMean: 0, priorSigma: Self.travelSigma, priorWeight: weight, at: now).mean)
        }
        firstLeavings = Self.leavings(answer, turnout, after: 0)
    }

    /// The chance that this member accepts when asked.
    package func acceptance(of history: MemberHistory) -> Double {
        min(max(usualAcceptance(of: history) * eagerness, Self.leastAcceptance), Self.mostAcceptance)
    }

    /// The same on the average of all hours, from the member's own history alone.
    package func usualAcceptance(of history: MemberHistory) -> Double {
        guard isLearning else { return priors.acceptance }
        return history.acceptance.chance(prior: priors.acceptance, weight: priors.acceptanceWeight, at: moment)
    }

    /// Seconds on the road.
    package func travelSeconds(distanceMeters: Double, by transport: Transport) -> Double {
        distanceMeters * travel.roadFactor / metersPerSecond(by: transport)
    }

    /// On the road, as the policy says and as was learned.
    func metersPerSecond(by transport: Transport) -> Double {
        let position = Transport.allCases.firstIndex(of: transport) ?? 0
        return travel.metersPerSecond(transport) * pace[position]
    }
}
