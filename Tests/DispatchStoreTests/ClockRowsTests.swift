import DispatchCore
import DispatchTestSupport
import GRDB
import StoreTestSupport
import Testing

@testable import DispatchStore

/// What the store keeps of the clocks.
struct ClockRowsTests {
    private let world: StoreWorld
    private static let hour: Int64 = 3_600_000

    init() throws {
        world = try StoreWorld()
    }

    @Test func bothTimesOfEachEntryAreKept() throws {
        try world.act(.noteClockStep(offsetMilliseconds: Self.hour))
        try world.call()
        let sql = "SELECT wall_at - at FROM journal ORDER BY position"
        let ahead = try world.store.pool.read { try Int64.fetchAll($0, sql: sql) }
        #expect(ahead.count > 1)
        #expect(ahead.suffix(2) == [Self.hour, Self.hour])
    }

    @Test func stepsAndTheLastCommitAreRead() throws {
        try world.act(.noteClockStep(offsetMilliseconds: Self.hour))
        world.now = world.now.adding(seconds: 60)
        try world.act(.noteClockStep(offsetMilliseconds: -Self.hour))
        let history = try world.store.clockHistory()
        #expect(history.steps.map(\.offsetMilliseconds) == [Self.hour, -Self.hour])
        let clock = try world.store.pool.read { try StoredCounty.fetch($0).clock }
        #expect(clock.elapsed == world.now)
        #expect(clock.wall == world.board.wall(at: world.now))
        let board = try world.store.loadBoard(policy: .simple)
        #expect(BoardSnapshot(board).difference(from: BoardSnapshot(world.board)) == nil)
    }

    @Test func stepsAreBounded() throws {
        for number in 0..<ClockHistory.stepLimit + 5 {
            world.now = world.now.adding(seconds: 1)
            try world.act(.noteClockStep(offsetMilliseconds: Int64(number + 1) * 1_000))
        }
        let count = try world.store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM clock_step") }
        #expect(count == ClockHistory.stepLimit)
    }

    @Test func eachDayHasItsHighestNumber() throws {
        for day in [0, 0, 1, 0, -3_650] as [Int64] {
            try world.act(.noteClockStep(offsetMilliseconds: day * 86_400_000))
            try world.call()
        }
        let board = try world.store.loadBoard(policy: .simple)
        #expect(board.lastNumbers == world.board.lastNumbers)
        #expect(board.lastNumbers.values.sorted() == [1, 1, 3])
        let plan = try world.store.pool.read { database in
            let steps = try Row.fetchAll(
                database,
                sql: "EXPLAIN QUERY PLAN \(Store.lastNumbersQuery)",
                arguments: [0, 100_000, 1_000]
            )
            return try steps.map { try $0.decode(String.self, forColumn: "detail") }
        }
        #expect(!plan.contains { $0.contains("SCAN help_request") }, "\(plan)")
    }
}
