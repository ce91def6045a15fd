package import DispatchCore
import Geospatial

/// The people of a simulation: where members live, how they travel, what they are like and what is known of them.
package struct SimulatedCounty: Sendable {
    package struct Person: Sendable {
        package let entry: Roster.Entry
        /// Where they live; their village's point where the list says no more.
        let home: Coordinate
        /// The chance that they accept, before the world is bent.
        let acceptance: Double
        let isAvailable: Bool
        let isReachable: Bool
    }

    package let villages: [Village]
    package let people: [Person]
    let indexOfMember: [MemberID: Int]

    /// Draws what a list does not say: who is available, how they are, what is known of them.
    ///
    /// - Parameter imported: The lists of a county, whose members have their own means of travel; nil draws an invented
    ///   county. A member of a village that is not listed is left out, as on the roster.
    package init(world: SimulatedWorld, seed: UInt64, imported: (villages: [Village], members: [Roster.Entry])? = nil) {
        let base = imported ?? Self.invented(seed: seed)
        villages = base.villages
        let points = Dictionary(base.villages.map { ($0.code, $0.coordinate) }) { first, _ in first }
        var random = SeededRandom(seed: seed, purpose: "simulated people")
        var fates: [Int64?: Bool] = [:]
        people = base.members.compactMap { entry in
            guard let point = points[entry.villageCode] else { return nil }
            let chance = random.beta(
                world.acceptanceConcentration * world.acceptance,
                world.acceptanceConcentration * (1 - world.acceptance)
            )
            let offers = random.below(world.pastOfferLimit + 1)
            let accepts = (0..<offers).count { _ in random.chance(chance) }
            let isAvailable = random.chance(world.available)
            // Whoever shares an endpoint shares its fate.
            let draw = !random.chance(world.deadEndpoints)
            let isReachable = fates[entry.endpointID] ?? draw
            fates[entry.endpointID] = isReachable
            var known = entry
            known.history = MemberHistory(
                acceptance: Tally(
                    successes: Double(accepts),
                    trials: Double(offers),
                    updatedAt: SimulationClock.start
                ),
                alerts: AlertCount(),
                lastAssignmentEndedAt: nil
            )
            known.isOnDuty = isAvailable
            return Person(
                entry: known,
                home: entry.home ?? point,
                acceptance: chance,
                isAvailable: isAvailable,
                isReachable: isReachable
            )
        }
        indexOfMember = Dictionary(people.enumerated().map { ($1.entry.id, $0) }) { first, _ in first }
    }

    /// The county of the comparison: members within 350 m of their villages; 35 in a hundred walk, 45 ride an e-bike, 20
    /// drive.
    private static func invented(seed: UInt64) -> (villages: [Village], members: [Roster.Entry]) {
        let county = InventedCounty(seed: seed, size: .comparison)
        var random = SeededRandom(seed: seed, purpose: "means of travel")
        let members = zip(Int64(1)..., county.members).map { endpoint, member in
            let draw = random.unit()
            return Roster.Entry(
                id: MemberID(member.id),
                villageCode: member.villageCode,
                home: member.coordinate,
                transport: draw < 0.35 ? .walk : draw < 0.8 ? .ebike : .car,
                endpointID: endpoint
            )
        }
        return (county.villages, members)
    }
}

/// When a simulation begins: an invented morning.
package enum SimulationClock {
    package static let start = Timestamp(milliseconds: 1_760_054_400_000)
    static let utcOffsetSeconds = 8 * 3600
}
