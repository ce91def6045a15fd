package import DispatchCore
import Glibc

/// Drawing from the distribution of a time that people need: most near the median, a few much longer, none below zero.
extension LogNormal {
    package func sample(using random: inout SeededRandom) -> Double {
        // Box and Muller, “A note on the generation of random normal deviates”, Ann. Math. Stat. 29, 1958. One minus
        // the number, since the logarithm of 0 is infinite.
        let radius = (-2 * log(1 - random.unit())).squareRoot()
        return medianSeconds * exp(sigma * radius * cos(2 * .pi * random.unit()))
    }
}
