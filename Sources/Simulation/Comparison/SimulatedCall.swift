package import DispatchCore

/// One call of a simulation: the same for every policy.
package struct SimulatedCall: Sendable {
    package let number: Int
    package let at: Timestamp
    package let place: Place
}

/// What becomes of one member's part in one call, whoever asks them and whenever: common random numbers, so that
/// policies differ by what they do and not by luck.
struct Fate {
    let accepts: Bool
    /// Of those who do not accept.
    let declines: Bool
    let answerSeconds: Double
    let turnoutSeconds: Double
    let travelFactor: Double
    let comes: Bool

    init(of person: SimulatedCounty.Person, member: Int, call: Int, in world: SimulatedWorld, seed: UInt64) {
        var random = SeededRandom(
            seed: seed &+ UInt64(call) &* 0x1_0000_01B3 &+ UInt64(member) &* 0x9E37_79B9,
            purpose: "fate"
        )
        let night = world.isNight ? SimulatedWorld.nightAcceptanceFactor : 1
        accepts = random.unit() < person.acceptance * world.trueAcceptanceFactor * night
        declines = random.unit() < world.declineShare
        answerSeconds = world.answer.sample(using: &random) * world.answerTimeFactor
        let turnout =
            world.isNight
            ? LogNormal(medianSeconds: SimulatedWorld.nightTurnoutMedianSeconds, sigma: world.turnout.sigma)
            : world.turnout
        turnoutSeconds = turnout.sample(using: &random)
        travelFactor = LogNormal(medianSeconds: 1, sigma: world.travelSigma).sample(using: &random)
        comes = !random.chance(world.noShow)
    }
}
