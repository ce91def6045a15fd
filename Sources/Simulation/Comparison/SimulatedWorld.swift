package import DispatchCore

/// The world in which policies are compared: how people really are, and what the dispatcher believes of them.
///
/// Defaults are those of the comparison; each range is checked by `init`.
package struct SimulatedWorld: Equatable, Sendable {
    /// The share of members who are on duty and free. Range 0.001…1.
    package var available = 0.1
    /// The mean chance that somebody who is asked accepts. Range 0.01…0.95.
    package var acceptance = 0.45
    /// How alike members are: each has a chance drawn from Beta(s·m, s·(1−m)).
    package var acceptanceConcentration = 3.0
    /// Of those who do not accept, the share who say so.
    package var declineShare = 0.25
    package var answer = LogNormal(medianSeconds: 25, sigma: 0.9)
    package var turnout = LogNormal(medianSeconds: 105, sigma: 0.5)
    /// Real travel times are spread around what distance and speed say.
    package var travelSigma = 0.2
    /// Of those who accept, the share who never come. Range 0…0.9.
    package var noShow = 0.1
    /// Means of travel as the dispatcher knows them.
    package var travel = TravelModel(
        roadFactor: 1.3,
        turnoutSeconds: 105,
        walkMetersPerSecond: 2.3,
        bicycleMetersPerSecond: 3.5,
        ebikeMetersPerSecond: 5.5,
        carMetersPerSecond: 8.5
    )
    /// Past offers from which the dispatcher knows a member: each has had 0 to this many.
    package var pastOfferLimit = 29
    package var urgency = Urgency.immediate
    package var requests = 1_000
    /// Calls that come at the same moment, in one place.
    package var surge = 1
    /// At night people take longer to set out and fewer accept, and the dispatcher has not been told.
    package var isNight = false

    // How the world differs from what the dispatcher believes.
    /// Factor on every member's chance to accept. Range 0.01…1.
    package var trueAcceptanceFactor = 1.0
    /// Factor on the time to answer. Range 0.1…100.
    package var answerTimeFactor = 1.0
    /// The share of endpoints that cannot be reached. Range 0…0.99.
    package var deadEndpoints = 0.0

    package init() {}

    /// Turnout at night, in seconds: the published median (Region der Lebensretter, 2024).
    static let nightTurnoutMedianSeconds = 142.0
    /// Acceptance at night against by day.
    static let nightAcceptanceFactor = 0.6
    /// A call is reached when somebody is on scene within so many seconds.
    package static let reachSeconds = 3_600.0

    /// The first value out of range, as a name and what would be right; nil when all are possible.
    package var fault: (name: String, expected: String)? {
        if !(0.001...1).contains(available) { return ("available", "0.001 to 1") }
        if !(0.01...0.95).contains(acceptance) { return ("acceptance", "0.01 to 0.95") }
        if !(1...1_000_000).contains(requests) { return ("requests", "1 to 1,000,000") }
        if !(1...1_000).contains(surge) { return ("surge", "1 to 1,000") }
        if !(0.01...1).contains(trueAcceptanceFactor) { return ("true-acceptance-factor", "0.01 to 1") }
        if !(0.1...100).contains(answerTimeFactor) { return ("answer-time-factor", "0.1 to 100") }
        if !(0...0.99).contains(deadEndpoints) { return ("dead-endpoints", "0 to 0.99") }
        return nil
    }
}
