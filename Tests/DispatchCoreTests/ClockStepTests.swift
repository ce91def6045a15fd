import DispatchCore
import DispatchTestSupport
import TestSupport
import Testing

/// The wall clock is set while requests are open: what is counted from an event stays, what people named follows the wall.
struct ClockStepTests {
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000
    static let steps = [-3_650 * day, -day, -hour, -20_000, hour, 3_650 * day]

    private func world() throws -> World {
        try World(.init("a", north: 100), .init("b", north: 200), .init("c", north: 300), .init("d", north: 400))
    }

    @Test(arguments: steps)
    func offersSilenceAndLadderKeepTheirTimes(step: Int64) throws {
        let world = try world()
        try world.call()
        try world.deliver("a", "b", "c")
        let before = try world.request
        #expect(try world.setClock(byMilliseconds: step).events == ["clock.stepped \(step)"])
        #expect(try world.request == before)
        #expect(try world.wait(seconds: 29).events == [])
        #expect(try world.wait(seconds: 1).events.first == "offer.silent a no-answer")
        try world.wait(seconds: 89)
        #expect(try world.request.whistles.isEmpty)
        try world.wait(seconds: 1)
        #expect(try world.request.whistles.count == 1)
    }

    @Test func entriesTellBothTimes() throws {
        let world = try world()
        var board = world.board
        var ids = IdentifierSource(SeededGenerator(seed: 5))
        let (_, entries) = try board.advance(
            .noteClockStep(offsetMilliseconds: Self.hour),
            by: .system,
            at: world.now,
            using: &ids
        )
        #expect(entries.map(\.at) == [world.now])
        #expect(entries.map(\.wall) == [world.now.asWall.adding(milliseconds: Self.hour)])
        // The same offset again is no news.
        #expect(
            try board.advance(
                .noteClockStep(offsetMilliseconds: Self.hour),
                by: .system,
                at: world.now,
                using: &ids
            ).entries.isEmpty
        )
    }

    @Test func anAppointmentFollowsTheWall() throws {
        let world = try world()
        try world.call(in: 10_000)
        let dispatchAt = try world.request.dispatchAt
        try world.setClock(byMilliseconds: Self.hour)
        #expect(try world.request.dispatchAt == dispatchAt.adding(milliseconds: -Self.hour))
        #expect(try world.request.uncoveredSince == world.request.dispatchAt)
        try world.setClock(byMilliseconds: -Self.hour)
        #expect(try world.request.dispatchAt == dispatchAt)
        try world.setClock(byMilliseconds: 2 * Self.hour)
        // The wall has passed its time: members are asked at once.
        #expect(try world.request.offers.count == 3)
        try world.setClock(byMilliseconds: -2 * Self.hour)
        #expect(try world.request.offers.count == 3, "what was asked stays asked")
    }

    @Test func anAbsenceEndsByTheWall() throws {
        let world = try world()
        try world.change("a", MemberChange(awayUntil: world.board.wall(at: world.now).adding(seconds: 600)))
        try world.setClock(byMilliseconds: -Self.hour)
        #expect(try world.wait(seconds: 600).events == [])
        #expect(try world.setClock(byMilliseconds: Self.hour).events.last == "member.duty-changed a on")
    }

    @Test func numbersOfADayThatReturnsGoOn() throws {
        let world = try world()
        func number() throws -> (Int, Int) {
            try world.call()
            return (try world.request.day, try world.request.number)
        }
        let (today, first) = try number()
        #expect(try number() == (today, first + 1))
        try world.setClock(byMilliseconds: Self.day)
        #expect(try number() == (today + 1, 1))
        try world.setClock(byMilliseconds: -Self.day)
        #expect(try number() == (today, first + 2))
        try world.setClock(byMilliseconds: -2 * Self.day)
        #expect(try number() == (today - 2, 1))
        try world.setClock(byMilliseconds: 3 * Self.day)
        #expect(try number() == (today + 1, 2))
    }

    @Test func alertsOfADayToComeGrowOldAllTheSame() throws {
        let world = try World(.init("a", north: 100))
        func alerts() throws -> Int {
            try #require(world.board.learned(of: MemberID("a"), at: world.now)).alertCount
        }
        try world.setClock(byMilliseconds: 3_650 * Self.day)
        try world.call()
        #expect(try alerts() == 1)
        try world.setClock(byMilliseconds: -3_650 * Self.day)
        #expect(try alerts() == 1)
        try world.act(.cancelRequest(world.requestID))
        try world.wait(seconds: 8 * 86_400)
        #expect(try alerts() == 0)
    }

    @Test func aRestoredBoardAndACheckpointKnowTheClock() throws {
        let world = try world()
        try world.call()
        try world.setClock(byMilliseconds: -Self.day)
        try world.call()
        #expect(BoardSnapshot(world.board.restarted).difference(from: BoardSnapshot(world.board)) == nil)
        #expect(world.board.checkpoint.frame.wallOffsetMilliseconds == -Self.day)
        #expect(world.board.checkpoint.frame.lastNumbers == world.board.lastNumbers)
    }

    @Test(arguments: [Int64.min, .min + 1, .max])
    func noStoredOffsetTraps(offset: Int64) throws {
        let world = try world()
        try world.call(in: 10_000)
        try world.act(.noteClockStep(offsetMilliseconds: offset), by: .system)
        try world.call()
        try world.act(.noteClockStep(offsetMilliseconds: 0), by: .system)
        try world.call()
    }

    @Test func nothingCountsAsOlderThanItIs() {
        let age = 180 * Self.day
        let year = 365 * Self.day
        let start = Timestamp(milliseconds: 20_000 * Self.day)
        var history = ClockHistory()
        func cut(_ now: Timestamp) -> Timestamp { history.moment(before: now, byMilliseconds: age) }
        #expect(cut(start) == start.adding(milliseconds: -age))
        // Ten years behind for an hour, and ten years ahead for another.
        history.add(.init(at: start, offsetMilliseconds: -10 * year))
        #expect(cut(start) < start.adding(milliseconds: -age))
        history.add(.init(at: start.adding(seconds: 3_600), offsetMilliseconds: 10 * year))
        #expect(cut(start.adding(seconds: 3_600)) == start.adding(milliseconds: -age).adding(seconds: 3_600))
        history.add(.init(at: start.adding(seconds: 7_200), offsetMilliseconds: 0))
        #expect(cut(start.adding(seconds: 7_200)) == start.adding(milliseconds: -age).adding(seconds: 7_200))
        // Booted with a clock ten years ahead, which elapsed time took for the truth, and put right a day later.
        let right = start.adding(milliseconds: 10 * year + Self.day)
        history.add(.init(at: right, offsetMilliseconds: -10 * year))
        #expect(cut(right) == start.adding(milliseconds: Self.day - age))
        // What was written since the boot goes in its time, too.
        #expect(cut(right.adding(milliseconds: age)) == right)
    }

    @Test func historyTellsWhatTheWallShowed() {
        let start = Timestamp(milliseconds: 1_000_000)
        var history = ClockHistory()
        #expect(history.wall(of: start) == start.asWall)
        history.add(.init(at: start, offsetMilliseconds: Self.hour))
        history.add(.init(at: start.adding(seconds: 10), offsetMilliseconds: -Self.hour))
        #expect(history.wall(of: start.adding(seconds: -1)) == start.asWall.adding(seconds: -1))
        #expect(history.wall(of: start) == start.asWall.adding(milliseconds: Self.hour))
        #expect(history.wall(of: start.adding(seconds: 10)) == start.asWall.adding(seconds: 10 - 3_600))
        for number in 0..<2 * ClockHistory.stepLimit {
            history.add(.init(at: start.adding(seconds: 60 + number), offsetMilliseconds: Int64(number)))
        }
        #expect(history.steps.count == ClockHistory.stepLimit)
    }
}
