import Glibc

/// A log-normal distribution of a time in seconds: how people differ in how long they take.
package struct LogNormal: Equatable, Sendable {
    /// The mean of the natural logarithm of the seconds.
    package let mu: Double
    /// Its standard deviation; above 0.
    package let sigma: Double

    package init(mu: Double, sigma: Double) {
        self.mu = mu
        self.sigma = sigma
    }

    package init(medianSeconds: Double, sigma: Double) {
        self.init(mu: log(medianSeconds), sigma: sigma)
    }

    package var medianSeconds: Double { exp(mu) }

    package var meanSeconds: Double { exp(mu + sigma * sigma / 2) }

    /// The chance of having taken no more than so long.
    package func chance(within seconds: Double) -> Double {
        guard seconds > 0 else { return 0 }
        return Self.normalChance((log(seconds) - mu) / sigma)
    }

    /// The variance, in seconds squared.
    package var variance: Double { (exp(sigma * sigma) - 1) * exp(2 * mu + sigma * sigma) }

    /// The log-normal with this mean and variance; sums of log-normals are close to it.
    ///
    /// Fenton, “The sum of log-normal probability distributions in scatter transmission systems”, IRE Trans. 8, 1960.
    package init(meanSeconds: Double, variance: Double) {
        let squared = log(1 + variance / (meanSeconds * meanSeconds))
        self.init(mu: log(meanSeconds) - squared / 2, sigma: squared.squareRoot())
    }

    /// How much longer it takes on average once so much time has passed: E[T − t | T > t], in seconds.
    ///
    /// From the partial expectation of the log-normal, E[T; T > t] = e^(μ+σ²/2) Φ((μ + σ² − ln t) / σ).
    package func meanRemainingSeconds(after seconds: Double) -> Double {
        guard seconds > 0 else { return meanSeconds }
        let left = Self.normalChance((mu - log(seconds)) / sigma)
        // So late that the distribution says nothing any more: as long again as it has taken.
        guard left > 1e-9 else { return seconds }
        return meanSeconds * Self.normalChance((mu + sigma * sigma - log(seconds)) / sigma) / left - seconds
    }

    /// Equally likely points: the medians of the lower, middle and upper third of what is left once so much time has
    /// passed, in seconds from the start.
    package func thirds(after seconds: Double = 0) -> [Double] {
        let passed = chance(within: seconds)
        // So late that the distribution says nothing any more.
        guard passed < 1 - 1e-9 else { return [seconds] }
        return [1.0 / 6, 1.0 / 2, 5.0 / 6].map { share in
            exp(mu + sigma * Self.normalQuantile(passed + (1 - passed) * share))
        }
    }

    /// Φ⁻¹(p) for 0 < p < 1, with an error below 1.2e-9.
    ///
    /// Acklam, “An algorithm for computing the inverse normal cumulative distribution function”, 2003.
    private static func normalQuantile(_ p: Double) -> Double {
        let a = [
            -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
            -3.066479806614716e+01, 2.506628277459239e+00,
        ]
        let b = [
            -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
            -1.328068155288572e+01,
        ]
        let c = [
            -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
            4.374664141464968e+00, 2.938163982698783e+00,
        ]
        let d = [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00]
        func polynomial(_ factors: [Double], _ x: Double) -> Double { factors.reduce(0) { $0 * x + $1 } }
        let tail = 0.02425
        if p < tail {
            let q = (-2 * log(p)).squareRoot()
            return polynomial(c, q) / polynomial(d + [1], q)
        }
        if p > 1 - tail {
            let q = (-2 * log(1 - p)).squareRoot()
            return -polynomial(c, q) / polynomial(d + [1], q)
        }
        let q = p - 0.5
        let r = q * q
        return polynomial(a, r) * q / polynomial(b + [1], r)
    }

    /// Φ(z), the standard normal distribution.
    private static func normalChance(_ z: Double) -> Double {
        erfc(-z / 2.0.squareRoot()) / 2
    }
}
