/// What a policy came to over all calls.
package struct PolicyOutcome: Sendable {
    package let policy: SimulatedPolicy
    /// The share of calls with somebody on scene within the reach.
    package let reached: Double
    /// Seconds from the call to the first member on scene; calls that nobody reached count as the reach.
    package let p50Seconds: Double
    package let p90Seconds: Double
    package let p99Seconds: Double
    /// Means per call.
    package let alerts: Double
    package let going: Double

    init(policy: SimulatedPolicy, _ outcomes: [CallOutcome]) {
        self.policy = policy
        let count = Double(max(outcomes.count, 1))
        let arrivals = outcomes.map { $0.firstArrivalSeconds ?? SimulatedWorld.reachSeconds }.sorted()
        func quantile(_ share: Double) -> Double {
            guard !arrivals.isEmpty else { return 0 }
            return arrivals[min(arrivals.count - 1, Int((share * count).rounded(.up)) - 1)]
        }
        reached = Double(outcomes.count { $0.firstArrivalSeconds != nil }) / count
        p50Seconds = quantile(0.5)
        p90Seconds = quantile(0.9)
        p99Seconds = quantile(0.99)
        alerts = Double(outcomes.reduce(0) { $0 + $1.alerts }) / count
        going = Double(outcomes.reduce(0) { $0 + $1.going }) / count
    }
}
