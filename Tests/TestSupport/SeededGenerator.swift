/// A generator of random numbers that gives the same numbers for the same seed, on every machine.
///
/// Tests that play in random order take one, so that a failure can be played again from the seed it prints.
/// SplitMix64: Steele, Lea, Flood, “Fast splittable pseudorandom number generators”, OOPSLA 2014, with the constants of
/// Vigna's reference implementation (prng.di.unimi.it/splitmix64.c). Not for anything secret.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
