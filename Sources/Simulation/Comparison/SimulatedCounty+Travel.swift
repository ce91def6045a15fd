import DispatchCore
import Geospatial

extension SimulatedCounty {
    /// Seconds on the road as distance and speed say.
    func travelSeconds(of member: Int, to place: Place, in world: SimulatedWorld) -> Double {
        let entry = people[member].entry
        return distanceMeters(of: member, to: place) * world.travel.roadFactor
            / world.travel.metersPerSecond(entry.transport)
    }

    func distanceMeters(of member: Int, to place: Place) -> Double {
        people[member].home.distanceMeters(to: place.coordinate)
    }

    /// Those on duty and free who may be alerted, the nearest first.
    ///
    /// Without a radius no more than anybody would ask.
    func availableNearest(to place: Place, within radiusMeters: Double?) -> [Int] {
        let limit = radiusMeters ?? .infinity
        return people.indices.lazy.filter { mayEverBeAlerted($0) }
            .map { (member: $0, meters: distanceMeters(of: $0, to: place)) }
            .filter { $0.meters <= limit }
            .sorted { ($0.meters, $0.member) < ($1.meters, $1.member) }
            .map(\.member)
    }

    /// When the first could be there at all, asked at once and with foreknowledge; nil when nobody would come.
    ///
    /// The bound that nobody can beat.
    func earliestArrivalSeconds(for call: SimulatedCall, in world: SimulatedWorld, seed: UInt64) -> Double? {
        var earliest = Double.infinity
        for member in people.indices where mayEverBeAlerted(member) && people[member].isReachable {
            let travel = travelSeconds(of: member, to: call.place, in: world)
            // Even the luckiest spread leaves a third of the way.
            guard travel / 3 < earliest else { continue }
            let fate = Fate(of: people[member], member: member, call: call.number, in: world, seed: seed)
            guard fate.accepts, fate.comes else { continue }
            let quiet = quietSeconds(of: member, at: call.at, urgency: world.urgency)
            earliest = min(earliest, quiet + fate.answerSeconds + fate.turnoutSeconds + travel * fate.travelFactor)
        }
        return earliest <= SimulatedWorld.reachSeconds ? earliest : nil
    }
}
