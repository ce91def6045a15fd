import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport
import StoreTestSupport
import Testing

/// The writer loop, retention and access while the wall clock is set.
@Suite(.timeLimit(.minutes(2)))
struct ClockSetTests {
    private static let hour: Int64 = 3_600_000
    private static let year: Int64 = 365 * 86_400_000
    private let folder: TemporaryFolder
    private let clocks = ManualClocks()

    init() throws {
        folder = try TemporaryFolder()
    }

    private func events(_ store: Store) async throws -> [String] {
        try await store.journal(after: 0, limit: 10_000).map(\.kind)
    }

    @Test(arguments: [-10 * year, -hour, -20_000, hour, 10 * year])
    func silenceAndLadderRunOnAndTheStepIsNoted(step: Int64) async throws {
        let clock = ServiceClock(source: clocks.source)
        try await House.withWriter(in: folder, clock: clock) { house in
            try await house.writer.open(house.newRequest())
            let offers = try #require(try await house.writer.requests.last).offers
            _ = try await house.writer.submit(.confirmDelivery(offers.map(\.id)), by: .courier)
            clocks.set(byMilliseconds: step)
            _ = try await house.writer.submit(.tick, by: .system)
            let after = try #require(try await house.writer.requests.last).offers
            #expect(after.map(\.expiresAt) == offers.map(\.expiresAt))
            clocks.pass(milliseconds: 30_000)
            _ = try await house.writer.submit(.tick, by: .system)
            clocks.pass(milliseconds: 90_000)
            _ = try await house.writer.submit(.tick, by: .system)
            let kinds = try await events(house.store)
            #expect(kinds.contains("offer.silent"))
            #expect(kinds.contains("desk.whistled"))
            #expect(kinds.filter { $0 == "clock.stepped" }.count == 1)
            #expect(clock.isDoubted)
            // There and back.
            clocks.set(byMilliseconds: -step)
            try await house.writer.open(house.newRequest())
            #expect(try await house.writer.inspect { $0.wallOffsetMilliseconds } == 0)
            #expect(try await events(house.store).filter { $0 == "clock.stepped" }.count == 2)
            var replayed = try await house.writer.inspect { board in
                Board(countyCode: board.countyCode, utcOffsetSeconds: board.utcOffsetSeconds, policy: board.policy)
            }
            replayed.replaceRoster(with: try await house.writer.inspect { $0.roster.asStored }, at: clock.now)
            try house.store.replayJournal(onto: &replayed)
            let board = try await house.writer.inspect { $0 }
            #expect(replayed.wallOffsetMilliseconds == board.wallOffsetMilliseconds)
            #expect(replayed.lastNumbers == board.lastNumbers)
        }
    }

    @Test func aRebootInto1970LosesNoDeadline() async throws {
        try await House.withWriter(in: folder, clock: ServiceClock(source: clocks.source)) { house in
            try await house.writer.open(house.newRequest())
        }
        let off: Int64 = 3_600_000
        let wall = clocks.wall + off
        clocks.reboot(afterMilliseconds: off, wallMilliseconds: 60_000)
        try await House.withWriter(in: folder, clock: ServiceClock(source: clocks.source)) { house in
            let pending = try #require(try await house.writer.requests.last).offers.filter { $0.state == .pending }
            #expect(!pending.isEmpty, "no time has passed, as far as anybody knows")
            // NTP puts it right.
            clocks.set(byMilliseconds: wall - clocks.wall)
            try await house.writer.open(house.newRequest())
            let still = try #require(try await house.writer.requests.first { $0.offers.first?.id == pending.first?.id })
            #expect(still.offers.first { $0.id == pending.first?.id }?.state == .pending, "nor has the step ended it")
            let days = Set(try await house.writer.requests.map(\.day))
            #expect(days.count == 1)
        }
    }

    @Test func aStoreOfAClockThatWasAheadGoesOnAtOnce() async throws {
        clocks.set(byMilliseconds: 10 * Self.year)
        try await House.withWriter(in: folder, clock: ServiceClock(source: clocks.source)) { house in
            try await house.writer.open(house.newRequest())
        }
        clocks.set(byMilliseconds: -10 * Self.year)
        let clock = ServiceClock(source: clocks.source)
        try await House.withWriter(in: folder, clock: clock) { house in
            try await house.writer.open(house.newRequest())
            let offered = try #require(try await house.writer.requests.last).offers
            #expect(!offered.isEmpty)
            clocks.pass(milliseconds: 200_000)
            _ = try await house.writer.submit(.tick, by: .system)
            #expect(try await events(house.store).contains("desk.whistled"))
        }
    }

    @Test func cutsMoveByTwiceWhatWasRun() async throws {
        let day: Int64 = 86_400_000
        var retention = Retention()
        retention.personalDays = 30
        let clock = ServiceClock(source: clocks.source)
        try await House.withWriter(in: folder, clock: clock) { house in
            func cuts(_ retention: Retention) -> RetentionCuts {
                RetentionCuts(store: house.store, writer: house.writer, retention: retention, clock: clock)
            }
            func standing(_ cuts: RetentionCuts) async throws -> RetentionCuts.Standing {
                try #require(try await cuts.standings(at: clock.now).first { $0.cut == .personalData })
            }
            let first = cuts(retention)
            // The store is some weeks old and has never been swept.
            _ = try await first.catchUp()
            let start = try await standing(first).at
            clocks.pass(milliseconds: day)
            _ = try await first.advance(to: clock.now)
            #expect(try await standing(first).at == start.adding(milliseconds: day), "as the time passes")

            // The clock is ten years ahead, and believed: nobody contradicts it for an hour.
            clocks.set(byMilliseconds: 10 * Self.year)
            _ = try await house.writer.submit(.tick, by: .system)
            #expect(try await first.advance(to: clock.now).isEmpty, "doubted")
            clocks.pass(milliseconds: 2 * Self.hour)
            let before = try await standing(first).at
            _ = try await first.advance(to: clock.now)
            let moved = try await standing(first).at.milliseconds - before.milliseconds
            #expect(moved <= 4 * Self.hour)

            // A shorter setting is caught up with slowly, and at once by the command.
            retention.personalDays = 10
            let second = cuts(retention)
            clocks.pass(milliseconds: day)
            _ = try await second.advance(to: clock.now)
            #expect(try await standing(second).at < standing(second).target)
            let caught = try #require(try await second.catchUp()?.first { $0.cut == .personalData })
            #expect(caught.at == caught.target)
            clocks.set(byMilliseconds: -10 * Self.year)
            _ = try await house.writer.submit(.tick, by: .system)
            #expect(try await second.catchUp() == nil, "doubted")
        }
    }

    @Test func noTokenExpiresByAClockThatIsDoubted() async throws {
        let clock = ServiceClock(source: clocks.source)
        try await House.withDispatcher(in: folder, clock: clock) { dispatcher in
            let administrator = Principal(StoreFixture.founding.administrator)
            let token = try await dispatcher.createToken(
                name: "hotline",
                role: .operator,
                townshipCode: nil,
                expiresAt: clock.wallNow.adding(seconds: 3_600),
                by: administrator
            )
            func isKnown() -> Bool { dispatcher.access.principal(of: token.text, at: clock.expiryWall) != nil }
            #expect(isKnown())
            clocks.set(byMilliseconds: 10 * Self.year)
            _ = try await dispatcher.writer.submit(.tick, by: .system)
            #expect(isKnown())
            clocks.set(byMilliseconds: -10 * Self.year)
            clocks.pass(milliseconds: 3_601_000)
            _ = try await dispatcher.writer.submit(.tick, by: .system)
            clocks.pass(milliseconds: 3_600_000)
            #expect(!isKnown(), "by a clock that is believed it has expired")
        }
    }
}
