/// What one policy came to in several worlds that differ by their seeds alone.
package struct PolicyResult: Sendable {
    package let policy: SimulatedPolicy
    /// One of each seed, in the order of the seeds; never empty.
    package let outcomes: [PolicyOutcome]

    package init(policy: SimulatedPolicy, outcomes: [PolicyOutcome]) {
        precondition(!outcomes.isEmpty, "a policy without a run has no result")
        self.policy = policy
        self.outcomes = outcomes
    }

    package var reached: Double { median(\.reached) }
    package var p50Seconds: Double { median(\.p50Seconds) }
    package var p90Seconds: Double { median(\.p90Seconds) }
    package var p99Seconds: Double { median(\.p99Seconds) }
    package var alerts: Double { median(\.alerts) }
    package var going: Double { median(\.going) }

    /// The median of one number of the outcomes against the same number of another policy, seed by seed.
    ///
    /// It is nil where the other number is 0 in a world, which leaves nothing to compare with.
    package func ratio(of number: KeyPath<PolicyOutcome, Double>, to other: PolicyResult) -> Double? {
        let pairs = zip(outcomes, other.outcomes)
        guard pairs.allSatisfy({ $1[keyPath: number] > 0 }) else { return nil }
        return Self.median(pairs.map { $0[keyPath: number] / $1[keyPath: number] })
    }

    private func median(_ number: KeyPath<PolicyOutcome, Double>) -> Double {
        Self.median(outcomes.map { $0[keyPath: number] })
    }

    /// The middle number; the mean of the two in the middle where there are two.
    private static func median(_ numbers: [Double]) -> Double {
        let sorted = numbers.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
