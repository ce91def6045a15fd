import Glibc

/// How often something happened out of how many times it could, older times counting for less.
package struct Tally: Equatable, Codable, Sendable {
    /// Weighted, as of `updatedAt`.
    package private(set) var successes = 0.0
    package private(set) var trials = 0.0
    package private(set) var updatedAt = Timestamp(milliseconds: 0)

    package init() {}

    package init(successes: Double, trials: Double, updatedAt: Timestamp) {
        self.successes = successes
        self.trials = trials
        self.updatedAt = updatedAt
    }

    /// Counts one more trial, or a part of one where only a part can be told.
    mutating func add(success: Bool, weight: Double = 1, at now: Timestamp) {
        add(successes: success ? weight : 0, trials: weight, at: now)
    }

    mutating func add(successes more: Double, trials moreTrials: Double, at now: Timestamp) {
        let kept = Learning.weight(of: updatedAt, at: now)
        successes = successes * kept + more
        trials = trials * kept + moreTrials
        updatedAt = max(updatedAt, now)
    }

    /// The mean of the Beta distribution that starts from a prior of `weight` trials with this chance.
    package func chance(prior: Double, weight: Double, at now: Timestamp) -> Double {
        let kept = Learning.weight(of: updatedAt, at: now)
        return (prior * weight + successes * kept) / (weight + trials * kept)
    }

    static func + (left: Self, right: Self) -> Self {
        let now = max(left.updatedAt, right.updatedAt)
        let (l, r) = (Learning.weight(of: left.updatedAt, at: now), Learning.weight(of: right.updatedAt, at: now))
        return Tally(
            successes: left.successes * l + right.successes * r,
            trials: left.trials * l + right.trials * r,
            updatedAt: now
        )
    }
}
