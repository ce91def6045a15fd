import Glibc

/// Mean and spread of the logarithms of some ratios or times, older ones counting for less.
package struct Spread: Equatable, Codable, Sendable {
    /// The weight of all samples, as of `updatedAt`.
    package private(set) var weight = 0.0
    /// Their weighted sum and sum of squares.
    package private(set) var sum = 0.0
    package private(set) var squares = 0.0
    package private(set) var updatedAt = Timestamp(milliseconds: 0)

    package init() {}

    package init(weight: Double, sum: Double, squares: Double, updatedAt: Timestamp) {
        self.weight = weight
        self.sum = sum
        self.squares = squares
        self.updatedAt = updatedAt
    }

    mutating func add(_ sample: Double, at now: Timestamp) {
        let kept = Learning.weight(of: updatedAt, at: now)
        weight = weight * kept + 1
        sum = sum * kept + sample
        squares = squares * kept + sample * sample
        updatedAt = max(updatedAt, now)
    }

    /// Mean and standard deviation when a prior counts like `priorWeight` samples.
    package func estimate(
        priorMean: Double,
        priorSigma: Double,
        priorWeight: Double,
        at now: Timestamp
    ) -> (mean: Double, sigma: Double) {
        let kept = Learning.weight(of: updatedAt, at: now)
        let total = priorWeight + weight * kept
        let mean = (priorMean * priorWeight + sum * kept) / total
        let priorSquares = priorWeight * (priorSigma * priorSigma + priorMean * priorMean)
        let variance = (priorSquares + squares * kept) / total - mean * mean
        return (mean, max(variance, 0).squareRoot())
    }
}
