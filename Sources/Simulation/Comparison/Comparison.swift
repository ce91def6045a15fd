package import DispatchCore
import Geospatial
import Glibc

/// Runs policies through the same calls, answered by the same people.
package struct Comparison: Sendable {
    /// Calls are so far apart that none feels the one before.
    private static let spacingSeconds = 7_200
    /// Callers live within this distance of their village's point.
    private static let placeRadiusMeters = 350.0

    package let world: SimulatedWorld
    package let seed: UInt64
    package let county: SimulatedCounty
    private let calls: [[SimulatedCall]]

    /// - Parameter imported: The villages, at least one, and the members of a county; nil invents one.
    package init(
        world: SimulatedWorld,
        seed: UInt64,
        imported: (villages: [Village], members: [Roster.Entry])? = nil
    ) {
        self.world = world
        self.seed = seed
        county = SimulatedCounty(world: world, seed: seed, imported: imported)
        calls = Self.calls(world, county, seed: seed)
    }

    /// Calls come from all villages alike, those without members included.
    private static func calls(_ world: SimulatedWorld, _ county: SimulatedCounty, seed: UInt64) -> [[SimulatedCall]] {
        var random = SeededRandom(seed: seed, purpose: "simulated calls")
        var groups: [[SimulatedCall]] = []
        var number = 0
        while number < world.requests {
            let village = random.choice(of: county.villages)
            let at = SimulationClock.start.adding(seconds: groups.count * spacingSeconds)
            let size = min(world.surge, world.requests - number)
            groups.append(
                (0..<size).map { offset in
                    SimulatedCall(
                        number: number + offset,
                        at: at,
                        place: Place(
                            villageCode: village.code,
                            coordinate: random.point(near: village.coordinate, withinMeters: placeRadiusMeters)
                        )
                    )
                }
            )
            number += size
        }
        return groups
    }

    /// What a policy comes to.
    ///
    /// - Parameter progress: Called with the calls done so far.
    package func run(_ policy: SimulatedPolicy, progress: (Int) -> Void = { _ in }) -> PolicyOutcome {
        var outcomes: [CallOutcome] = []
        switch policy {
        case .hindsight:
            for call in calls.joined() {
                var outcome = CallOutcome()
                outcome.firstArrivalSeconds = county.earliestArrivalSeconds(for: call, in: world, seed: seed)
                outcome.alerts = outcome.firstArrivalSeconds == nil ? 0 : 1
                outcome.going = outcome.alerts
                outcomes.append(outcome)
                progress(outcomes.count)
            }
        case .value(let alertSeconds, let goSeconds):
            var dispatcher = BoardDispatcher(
                county,
                policy: corePolicy(alertSeconds, goSeconds),
                urgency: world.urgency,
                seed: seed
            )
            play(with: &dispatcher, into: &outcomes, progress)
        case .slots(let count, let timeout, let radius):
            var dispatcher = SlotsDispatcher(
                county,
                urgency: world.urgency,
                slotCount: count,
                timeoutSeconds: timeout,
                radiusMeters: radius
            )
            play(with: &dispatcher, into: &outcomes, progress)
        case .broadcast(let count, let radius):
            var dispatcher = SlotsDispatcher(
                county,
                urgency: world.urgency,
                slotCount: count,
                timeoutSeconds: nil,
                radiusMeters: radius
            )
            play(with: &dispatcher, into: &outcomes, progress)
        }
        return PolicyOutcome(policy: policy, outcomes)
    }

    private func play(
        with dispatcher: inout some SimulatedDispatcher,
        into outcomes: inout [CallOutcome],
        _ progress: (Int) -> Void
    ) {
        for group in calls {
            var theatre = Theatre(county, world, seed: seed)
            theatre.play(group, with: &dispatcher)
            outcomes += group.compactMap { theatre.outcomes[$0.number] }
            progress(outcomes.count)
        }
    }

    /// The policy of the core for this world: what the dispatcher believes, without fairness, rests and contacts.
    private func corePolicy(_ alertSeconds: Double?, _ goSeconds: Double?) -> Policy {
        var rule = ValueRule()
        if let alertSeconds, let goSeconds {
            let worth = ValueRule.Worth(alertSeconds: alertSeconds, goSeconds: goSeconds)
            rule.immediate = worth
            rule.urgent = worth
            rule.routine = worth
        }
        var policy = Policy()
        policy.selection = .value(rule)
        policy.travel = world.travel
        policy.priors.acceptance = world.acceptance
        policy.priors.acceptanceWeight = world.acceptanceConcentration
        policy.priors.answerMedianSeconds = world.answer.medianSeconds
        policy.priors.answerSigma = world.answer.sigma
        policy.priors.turnoutSigma = world.turnout.sigma
        policy.priors.noShow = world.noShow
        policy.fairness.weeklyAlertLimit = .max
        policy.fairness.restSeconds = 0
        policy.fairness.alertCostShare = 0
        return policy
    }
}

extension SeededRandom {
    /// A point of the disc around this one, each equally likely.
    mutating func point(near center: Coordinate, withinMeters meters: Double) -> Coordinate {
        let metersPerDegree = Coordinate.meanEarthRadiusMeters * .pi / 180
        while true {
            let north = number(from: -meters, to: meters)
            let east = number(from: -meters, to: meters)
            guard north * north + east * east <= meters * meters else { continue }
            let degreesNorth = north / metersPerDegree
            let degreesEast = east / (metersPerDegree * cos(center.latitude * .pi / 180))
            do {
                return try Coordinate(
                    latitude: center.latitude + degreesNorth,
                    longitude: center.longitude + degreesEast
                )
            } catch {
                // Off the map: only near a pole or the date line; another point may lie on it.
                continue
            }
        }
    }
}
