/// Somebody who may come: how likely, and when they would be there.
package struct Prospect: Equatable, Sendable {
    /// The chance that they come, q in the rule.
    package let chance: Double
    /// When they would arrive, in seconds from now: equally likely points, not below 0.
    package let arrivals: [Double]

    package init(chance: Double, arrivals: [Double]) {
        self.chance = chance
        self.arrivals = arrivals
    }

    /// Of those to whom the last message did not get, one in so many hears of this one.
    private static let doubtedShare = 0.2

    /// The same, of somebody whom the notice may well not reach.
    var doubted: Prospect { Prospect(chance: chance * Self.doubtedShare, arrivals: arrivals) }

    /// The mean of the arrivals, in seconds from now.
    package var meanArrivalSeconds: Double {
        arrivals.isEmpty ? .infinity : arrivals.reduce(0, +) / Double(arrivals.count)
    }
}
