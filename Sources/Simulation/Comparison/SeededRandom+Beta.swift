import Glibc

extension SeededRandom {
    /// A number from the Beta distribution, by two Gamma variates; both parameters above 0.
    package mutating func beta(_ a: Double, _ b: Double) -> Double {
        let x = gamma(a)
        let y = gamma(b)
        return x + y > 0 ? x / (x + y) : 0.5
    }

    /// A number from the Gamma distribution with scale 1.
    ///
    /// Marsaglia and Tsang, “A simple method for generating gamma variables”, ACM TOMS 26, 2000, with their way for
    /// shapes below 1.
    private mutating func gamma(_ shape: Double) -> Double {
        guard shape >= 1 else { return gamma(shape + 1) * pow(1 - unit(), 1 / shape) }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let normal = standardNormal()
            let v = pow(1 + c * normal, 3)
            guard v > 0 else { continue }
            if log(1 - unit()) < normal * normal / 2 + d - d * v + d * log(v) { return d * v }
        }
    }

    /// Box and Muller, 1958.
    private mutating func standardNormal() -> Double {
        (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
    }
}
