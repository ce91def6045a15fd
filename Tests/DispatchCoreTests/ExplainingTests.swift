import DispatchCore
import DispatchTestSupport
import Testing

/// Why near members are not asked, each reason once.
struct ExplainingTests {
    private func reasons(_ world: World, at later: Int = 0) throws -> [String: Board.Obstacle?] {
        let now = world.now.adding(seconds: later)
        let near = world.board.nearMembers(of: try world.request, count: 100, at: now)
        return Dictionary(uniqueKeysWithValues: near.map { ($0.approach.memberID.text, $0.obstacle) })
    }

    private func obstacle(_ member: String, _ world: World) throws -> Board.Obstacle? {
        try #require(try reasons(world)[member])
    }

    private static var valuePolicy: Policy {
        var policy = Policy()
        policy.selection = .value(ValueRule())
        return policy
    }

    @Test func whoIsAskedOrGoesNeedsNoReason() throws {
        let world = try World(policy: Self.valuePolicy, World.Person("a", north: 100), World.Person("b", north: 150))
        try world.call()
        #expect(try obstacle("a", world) == nil)
        try world.accept("a")
        #expect(try obstacle("a", world) == nil)
    }

    @Test func whatLiesInTheMemberIsSaid() throws {
        let until = World.start.asWall.adding(seconds: 3_600)
        let world = try World(
            policy: Self.valuePolicy,
            World.Person("off", north: 10),
            World.Person("away", north: 20, awayUntil: until),
            World.Person("busy", north: 30),
            World.Person("phone", north: 40, endpoint: nil),
            World.Person("no", north: 50)
        )
        try world.change("off", MemberChange(isOnDuty: false))
        try world.call()
        try world.assign("busy")
        try world.call()
        try world.decline("no")
        #expect(try obstacle("off", world) == .offDuty)
        #expect(try obstacle("away", world) == .away(until: until))
        #expect(try obstacle("busy", world) == .busy(numbers: [1]))
        #expect(try obstacle("phone", world) == .unreachable)
        #expect(try obstacle("no", world) == .askedBefore(.declined))
    }

    @Test func whatTheSeatRequiresIsSaid() throws {
        let world = try World(
            policy: Self.valuePolicy,
            World.Person("walker", north: 10),
            World.Person("driver", north: 5_000, can: ["vehicle"])
        )
        try world.call(seats: [SeatPlan(role: "driver", requires: ["vehicle"])])
        #expect(try obstacle("walker", world) == .lacksCapability(["vehicle"]))
        #expect(try obstacle("driver", world) == nil)
    }

    @Test func whoWouldBringLittleIsToldByHowLittle() throws {
        var people = (0..<30).map { World.Person("near\($0)", north: 10 + Double($0)) }
        people.append(World.Person("far", north: 4_000))
        let world = try World(policy: Self.valuePolicy, people)
        try world.call("errand", .routine)
        guard case .noGain(let gain, let cost) = try obstacle("far", world) else {
            Issue.record("far is \(String(describing: try obstacle("far", world)))")
            return
        }
        #expect(gain < cost)
        #expect(cost >= 30)
    }

    @Test func whoRestsOrHasHadTheirShareIsSpared() throws {
        var policy = Self.valuePolicy
        policy.fairness.weeklyAlertLimit = 2
        let world = try World(policy: policy, World.Person("a", north: 10), World.Person("b", north: 20))
        try world.call("errand", .routine)
        try world.accept("a")
        try world.step("a", .cleared)
        let rested = world.now.adding(seconds: policy.fairness.restSeconds)
        try world.call("errand", .routine)
        #expect(try obstacle("a", world) == .resting(until: rested))
        try world.call("errand", .routine)
        guard case .capped(let alerts) = try obstacle("b", world) else {
            Issue.record("b is \(String(describing: try obstacle("b", world)))")
            return
        }
        #expect(alerts >= 2)
    }

    @Test func contactsComeFirstUnlessItIsImmediate() throws {
        let world = try World(
            policy: Self.valuePolicy,
            World.Person("near", north: 10),
            World.Person("aunt", north: 900)
        )
        try world.call("errand", .routine, contacts: ["aunt"])
        #expect(try obstacle("near", world) == .contactsFirst)
    }

    @Test func nobodyIsWantedWhenEverybodyIsThereOrItSleeps() throws {
        let world = try World(World.Person("a", north: 10), World.Person("b", north: 20))
        try world.call()
        try world.accept("a")
        #expect(try obstacle("b", world) == .nobodyWanted)
        try world.call("errand", in: 100_000)
        #expect(try obstacle("b", world) == .nobodyWanted)
    }

    @Test func theSimpleRuleAsksAFew() throws {
        let world = try World((0..<5).map { World.Person("m\($0)", north: 10 + Double($0)) })
        try world.call()
        #expect(try obstacle("m4", world) == .othersFirst)
    }
}
