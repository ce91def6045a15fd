import Glibc

/// A log-normal distribution by its median and the standard deviation of its logarithm.
///
/// Times that people need are spread like this: most near the median, a few much longer, none below zero.
package struct LogNormal: Equatable, Sendable {
    package let median: Double
    package let sigma: Double

    package init(median: Double, sigma: Double) {
        self.median = median
        self.sigma = sigma
    }

    package func sample(using random: inout SeededRandom) -> Double {
        // Box and Muller, “A note on the generation of random normal deviates”, Ann. Math. Stat. 29, 1958. One minus
        // the number, since the logarithm of 0 is infinite.
        let radius = (-2 * log(1 - random.unit())).squareRoot()
        return median * exp(sigma * radius * cos(2 * .pi * random.unit()))
    }
}
