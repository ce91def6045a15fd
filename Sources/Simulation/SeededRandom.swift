/// Random numbers that are the same for the same seed and purpose, on every machine and with every library version.
///
/// SplitMix64: Steele, Lea, Flood, “Fast splittable pseudorandom number generators”, OOPSLA 2014, with the constants of
/// Vigna's reference implementation (prng.di.unimi.it/splitmix64.c). The helpers are our own rather than the standard
/// library's, whose way from bits to ranges may change between versions. Not for anything secret.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// - Parameter purpose: Separates streams of one seed, so that drawing more for one thing leaves the others alone.
    package init(seed: UInt64, purpose: String) {
        // FNV-1a (Fowler, Noll, Vo), since Swift's own hash differs from run to run.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in purpose.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        state = seed ^ hash
        // A first number mixes the seed, so that neighbouring seeds have nothing in common.
        state = next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in 0..<1 with 53 random bits.
    package mutating func unit() -> Double {
        Double(next() >> 11) / 9_007_199_254_740_992
    }

    /// A number from `lower` to `upper`.
    package mutating func number(from lower: Double, to upper: Double) -> Double {
        lower + (upper - lower) * unit()
    }

    /// A whole number in 0..<count; its bias of count / 2⁶⁴ does not matter to an invented county.
    package mutating func below(_ count: Int) -> Int {
        precondition(count > 0, "there must be something to choose from")
        return Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    package mutating func chance(_ probability: Double) -> Bool {
        unit() < probability
    }

    package mutating func choice<Element>(of elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// Fisher–Yates.
    package mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, below(last + 1))
        }
    }
}
