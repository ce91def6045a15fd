import DispatchCore
import DispatchTestSupport
import Testing

/// Desks are called upon, one level after the other, while a seat is empty.
struct LadderTests {
    private static let branch = Desk(id: DeskID("branch"), level: .branch, code: World.village, endpointID: 11)
    private static let township = Desk(id: DeskID("town"), level: .township, code: "9001", endpointID: 12)
    private static let county = Desk(id: DeskID("county"), level: .county, code: "900000", endpointID: 13)
    private static let all = [branch, township, county]

    /// Somebody is near who never answers.
    private func silentWorld(_ desks: [Desk] = Self.all) throws -> World {
        try World(desks: desks, World.Person("silent", north: 100))
    }

    private func called(_ world: World) throws -> [String] {
        try world.request.whistles.map { $0.deskID?.text ?? "nobody" }
    }

    @Test func eachLevelIsCalledWhenItsTimeHasCome() throws {
        let world = try silentWorld()
        try world.call()
        #expect(try world.wait(seconds: 119).notices.isEmpty)
        let branch = try world.wait(seconds: 1)
        #expect(branch.events == ["desk.whistled branch"])
        #expect(branch.notices == ["desk.whistled branch"])
        #expect(try world.wait(seconds: 119).events.filter { $0.hasPrefix("desk") } == [])
        #expect(try world.wait(seconds: 1).events == ["desk.whistled town"])
        #expect(try world.wait(seconds: 239).events.filter { $0.hasPrefix("desk") } == [])
        #expect(try world.wait(seconds: 1).events == ["desk.whistled county"])
        #expect(try world.wait(seconds: 100_000).events.filter { $0.hasPrefix("desk") } == [])
    }

    @Test(arguments: [
        (Urgency.immediate, [120, 240, 480]), (.urgent, [600, 1_200, 2_400]), (.routine, [7_200, 28_800, 86_400]),
    ])
    func theClockIsThatOfTheUrgency(urgency: Urgency, seconds: [Int]) throws {
        let world = try silentWorld()
        try world.call("other", urgency)
        let start = world.now
        try world.wait(seconds: 100_000)
        #expect(try world.request.whistles.map { Int($0.calledAt.seconds(since: start)) } == seconds)
    }

    @Test func aPolicyThatChangesMovesTheClocksOfOpenRequests() throws {
        let world = try silentWorld()
        try world.call()
        try world.wait(seconds: 60)
        world.decide { $0.ladder.immediate.branchSeconds = 70 }
        #expect(try world.wait(seconds: 9).events.filter { $0.hasPrefix("desk") } == [])
        #expect(try world.wait(seconds: 1).events == ["desk.whistled branch"])
        world.decide { $0.ladder.immediate.townshipSeconds = 400 }
        #expect(try world.wait(seconds: 329).events.filter { $0.hasPrefix("desk") } == [])
        #expect(try world.wait(seconds: 1).events == ["desk.whistled town"])
    }

    @Test func aDeskThatReportsInEndsTheClimb() throws {
        let world = try silentWorld()
        try world.call()
        try world.wait(seconds: 130)
        let whistle = try #require(try world.request.whistles.first)
        let report = try world.act(.reportIn(world.requestID, whistle.id), by: .desk(DeskID("branch")))
        #expect(report.events == ["desk.reported-in branch"])
        #expect(try world.act(.reportIn(world.requestID, whistle.id)).events == [])
        try world.wait(seconds: 100_000)
        #expect(try called(world) == ["branch"])
    }

    @Test func somebodyWhoAcceptsEndsTheClimbAndTheDesksAreThanked() throws {
        let world = try silentWorld()
        try world.call()
        try world.wait(seconds: 250)
        let accepted = try world.accept("silent")
        #expect(accepted.events.filter { $0.hasPrefix("desk") } == ["desk.stood-down branch", "desk.stood-down town"])
        #expect(accepted.notices.suffix(2) == ["desk.stood-down branch", "desk.stood-down town"])
        #expect(try world.request.uncoveredSince == nil)
        let whistle = try #require(try world.request.whistles.first)
        #expect(throws: Refusal.alreadyCovered) { try world.act(.reportIn(world.requestID, whistle.id)) }
    }

    @Test func aReleasedSeatStartsTheClimbAnew() throws {
        let world = try silentWorld()
        try world.call()
        try world.wait(seconds: 130)
        try world.accept("silent")
        try world.release("silent")
        try world.wait(seconds: 119)
        #expect(try called(world) == ["branch"])
        try world.wait(seconds: 1)
        #expect(try called(world) == ["branch", "branch"])
    }

    @Test func oneSeatOfTwoIsEnoughToClimb() throws {
        let world = try World(
            desks: Self.all,
            World.Person("near", north: 100),
            World.Person(
                "driver",
                north: 200,
                can: ["vehicle"],
                awayUntil: World.start.asWall.adding(seconds: 1_000_000)
            )
        )
        try world.call(
            seats: [SeatPlan(role: "helper", requires: []), SeatPlan(role: "driver", requires: ["vehicle"])]
        )
        try world.accept("near")
        try world.wait(seconds: 120)
        #expect(try called(world) == ["branch"])
    }

    @Test func aLevelWithoutADeskIsPassedOver() throws {
        let world = try silentWorld([Self.county])
        try world.call()
        #expect(try world.wait(seconds: 120).notices == ["desk.whistled county"])
        try world.wait(seconds: 100_000)
        #expect(try called(world) == ["county"])
    }

    @Test func withoutAnyDeskItIsSaidOnce() throws {
        let world = try silentWorld([])
        try world.call()
        let told = try world.wait(seconds: 100_000)
        #expect(told.events.filter { $0.hasPrefix("desk") } == ["desk.whistled nobody"])
        #expect(told.notices.filter { $0.hasPrefix("desk") } == [])
    }

    @Test func aDeskWithoutAnEndpointIsCalledAndGetsNoNotice() throws {
        let byPhone = Desk(id: DeskID("phone"), level: .branch, code: World.village, endpointID: nil)
        let world = try silentWorld([byPhone, Self.township])
        try world.call()
        let told = try world.wait(seconds: 120)
        #expect(told.events.contains("desk.whistled phone"))
        #expect(told.notices == [])
    }

    @Test func aDeskThatCannotBeReachedIsNotWaitedFor() throws {
        let world = try silentWorld()
        try world.call()
        try world.wait(seconds: 120)
        let whistle = try #require(try world.request.whistles.first)
        let lost = try world.act(.reportLostWhistle(whistle.id, of: world.requestID), by: .courier)
        #expect(lost.events == ["desk.undeliverable branch", "desk.whistled town"])
        #expect(try world.act(.confirmWhistle(whistle.id, of: world.requestID), by: .courier).events.count == 1)
    }

    @Test func anOperatorCallsTheNextAtOnce() throws {
        let world = try silentWorld()
        try world.call()
        #expect(try world.act(.escalate(world.requestID)).events == ["desk.whistled branch"])
        #expect(try world.act(.escalate(world.requestID)).events == ["desk.whistled town"])
        #expect(try world.act(.escalate(world.requestID)).events == ["desk.whistled county"])
        #expect(throws: Refusal.ladderExhausted) { try world.act(.escalate(world.requestID)) }
        try world.accept("silent")
        #expect(throws: Refusal.nothingToEscalate) { try world.act(.escalate(world.requestID)) }
    }

    @Test func whatSleepsCallsNobody() throws {
        let world = try silentWorld()
        try world.call("other", in: 10_000)
        try world.wait(seconds: 10_000 - 3_600 + 7_199)
        #expect(try called(world) == [])
        try world.wait(seconds: 1)
        #expect(try called(world) == ["branch"])
    }

    @Test func aJumpInAnOldJournalMovesTheLadder() throws {
        let world = try silentWorld()
        try world.call()
        try world.wait(seconds: 60)
        world.sleepThrough(seconds: 3_600)
        try world.tellJump(milliseconds: 3_600_000)
        #expect(try called(world) == [])
        try world.wait(seconds: 59)
        #expect(try called(world) == [])
        try world.wait(seconds: 1)
        #expect(try called(world) == ["branch"])
    }

    @Test func aRestartGoesOnWhereItStood() throws {
        let world = try silentWorld()
        try world.call()
        // While nobody looks, the time of the branch and of the township passes: both are called, the lower first.
        world.sleepThrough(seconds: 300)
        let woken = try world.act(.tick, by: .system)
        #expect(woken.events.filter { $0.hasPrefix("desk") } == ["desk.whistled branch", "desk.whistled town"])
    }

    @Test func cancellingThanksTheDesks() throws {
        let world = try silentWorld()
        try world.call()
        try world.wait(seconds: 120)
        let cancelled = try world.act(.cancelRequest(world.requestID))
        #expect(cancelled.notices.contains("desk.stood-down branch"))
        let whistle = try #require(try world.request.whistles.first)
        #expect(throws: Refusal.requestCancelled) { try world.act(.reportIn(world.requestID, whistle.id)) }
    }

    @Test func nobodyReportsInWhoWasNotCalled() throws {
        let world = try silentWorld()
        try world.call()
        #expect(throws: Refusal.noDeskCalled) { try world.act(.reportIn(world.requestID, nil)) }
    }
}
