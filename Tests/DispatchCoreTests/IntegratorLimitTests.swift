import DispatchCore
import DispatchTestSupport
import Testing

/// What integrators may have open, and who is never refused.
struct IntegratorLimitTests {
    private static let tokens: Set<String> = ["one", "two"]

    private func world(perToken: Int = 30, all: Int = 50) throws -> World {
        let world = try World(.init("a", north: 100), .init("b", north: 200))
        world.decide { policy in
            policy.integrators.openSeatsPerToken = perToken
            policy.integrators.openSeats = all
        }
        return world
    }

    private func open(_ world: World, _ token: String, seats: Int?, isIntegrator: Bool = true) throws {
        var new = NewHelpRequest(
            category: "fall",
            place: Place(villageCode: World.village, coordinate: try World.point(north: 0)),
            seats: seats.map { Array(repeating: SeatPlan(role: "helper", requires: ["nobody-can"]), count: $0) }
        )
        if isIntegrator { new.integrators = IntegratorTokens(own: token, all: Self.tokens) }
        try world.act(.openRequest(new), by: .token(token))
    }

    @Test func anIntegratorAsksForTwentySeatsAtOnceAndNoMore() throws {
        let world = try world()
        #expect(throws: Refusal.tooManySeatsAtOnce(asked: 21, limit: 20)) { try open(world, "one", seats: 21) }
        try open(world, "one", seats: 20)
    }

    @Test func theOpenSeatsOfATokenAndOfAllAreLimited() throws {
        let world = try world()
        try open(world, "one", seats: 20)
        #expect(
            throws: Refusal.tooManyOpenSeats(.init(scope: .token, asked: 11, open: 20, limit: 30))
        ) { try open(world, "one", seats: 11) }
        try open(world, "one", seats: 10)
        #expect(
            throws: Refusal.tooManyOpenSeats(.init(scope: .integrators, asked: 20, open: 30, limit: 40))
        ) {
            world.decide { $0.integrators.openSeats = 40 }
            try open(world, "two", seats: 20)
        }
        try open(world, "two", seats: 10)
    }

    @Test func operatorsAndConfiguredSeatsAreNeverRefused() throws {
        let world = try world(perToken: 1, all: 1)
        try open(world, "one", seats: 1)
        try open(world, "one", seats: nil)
        try open(world, "hotline", seats: 160, isIntegrator: false)
        // What others opened counts for nobody.
        #expect(world.board.openSeatsOfToken["one"] == 2)
        #expect(throws: Refusal.tooManyOpenSeats(.init(scope: .token, asked: 1, open: 2, limit: 1))) {
            try open(world, "one", seats: 1)
        }
    }

    @Test func whatIsCountedFollowsTheSeatsAndARestart() throws {
        let world = try world()
        try open(world, "one", seats: 20)
        #expect(world.board.openSeatsOfToken == ["one": 20])
        #expect(world.board.restarted.openSeatsOfToken == ["one": 20])
        try world.act(.cancelRequest(world.requestID))
        #expect(world.board.openSeatsOfToken == [:])
        try world.act(.reopenRequest(world.requestID, seats: []))
        #expect(world.board.openSeatsOfToken == ["one": 20])
        try open(world, "two", seats: nil)
        try world.accept("a")
        #expect(world.board.openSeatsOfToken == ["one": 20])
        #expect(world.board.restarted.openSeatsOfToken == ["one": 20])
    }

    @Test func aRepeatedSubmissionIsNeverRefused() throws {
        let world = try world(perToken: 1, all: 1)
        var new = NewHelpRequest(
            category: "fall",
            place: Place(villageCode: World.village, coordinate: try World.point(north: 0)),
            seats: [SeatPlan(role: "helper", requires: [])],
            idempotency: Idempotency(tokenID: "one", key: "k", bodyDigest: "00")
        )
        new.integrators = IntegratorTokens(own: "one", all: Self.tokens)
        try world.act(.openRequest(new), by: .token("one"))
        let first = world.requestID
        try world.act(.openRequest(new), by: .token("one"))
        #expect(world.requestID == first)
    }
}
