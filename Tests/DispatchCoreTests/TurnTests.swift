import DispatchCore
import DispatchTestSupport
import TestSupport
import Testing

/// A turn of the writer does a bounded amount of work, whatever is due, and what is due gets its turn.
struct TurnTests {
    /// What somebody who may open as much as they like can have left in the store.
    private static let requestCount = 67
    private static let turnLimit = WorkBudget.turnUnits + WorkBudget.pieceUnits
    /// Far more turns than it takes.
    private static let turnCountLimit = 20_000

    private func flood(of count: Int = Self.requestCount, policy: Policy = .weighing) throws -> Flood {
        var flood = try Flood(seed: 1, memberCount: 500, policy: policy)
        for _ in 0..<count { try flood.open(seats: HelpRequest.seatLimit) }
        return flood
    }

    private func workOff(_ flood: inout Flood, _ body: (inout Flood) throws -> Void = { _ in }) throws {
        let end = flood.turns + Self.turnCountLimit
        while flood.isDue, flood.turns < end {
            try body(&flood)
            try flood.turn()
        }
        #expect(!flood.isDue)
    }

    @Test(arguments: [(Policy.weighing, 30), (.simple, 8)])
    func everySeatOfAFloodIsWeighedInBoundedTurns(policy: Policy, requestCount: Int) throws {
        var flood = try flood(of: requestCount, policy: policy)
        flood.restart()
        try workOff(&flood)
        #expect(flood.dearestTurn <= Self.turnLimit)
        #expect(flood.turns > 10)
        #expect(flood.unweighedSeats == 0)
        #expect(flood.board.brokenInvariant(at: flood.now) == nil)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>) func anyFloodIsWorkedOffInBoundedTurns(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var flood = try Flood(seed: seed, memberCount: Int.random(in: 1...200, using: &generator))
        var seats = 0
        while seats < 1_500 {
            let count = Int.random(in: 1...HelpRequest.seatLimit, using: &generator)
            seats += count
            try flood.open(
                seats: count,
                [Urgency.immediate, .urgent, .routine].randomElement(using: &generator) ?? .urgent,
                requires: SmallCounty.words.filter { _ in Int.random(in: 0..<5, using: &generator) == 0 }
            )
        }
        try workOff(&flood)
        // All that was offered falls silent, and then expires, in one moment.
        for seconds in [6, 3_600, 4_000] {
            flood.now = flood.now.adding(seconds: seconds)
            if seconds == 4_000 { flood.restart() }
            try workOff(&flood)
        }
        #expect(flood.dearestTurn <= Self.turnLimit)
        #expect(flood.unweighedSeats == 0)
        #expect(flood.board.brokenInvariant(at: flood.now) == nil)
    }

    @Test func aNewCallIsAskedForInTheTurnThatOpensItWhateverWaits() throws {
        var flood = try flood()
        flood.restart()
        try flood.turn()
        for urgency in [Urgency.immediate, .urgent, .routine] {
            let id = try flood.open(seats: 1, urgency, by: .token("operator"))
            let events = try flood.turn()
            #expect(
                events.contains { event in
                    if case .offerMade(let made) = event { made.requestID == id } else { false }
                }
            )
            #expect(flood.board.backlogCount > 50, "the flood waits still")
        }
        #expect(flood.dearestTurn <= Self.turnLimit)
    }

    @Test func laddersAreClimbedOnTimeBesideTheBacklog() throws {
        var flood = try Flood(seed: 1, memberCount: 500)
        let id = try flood.open(seats: 1, .urgent, requires: ["nobody-can"], by: .token("operator"))
        try flood.turn()
        // As long before its desk is called as the flood takes at the least.
        let rung = flood.now.adding(seconds: flood.board.policy.ladder.urgent.branchSeconds)
        flood.now = rung.adding(milliseconds: -100)
        for _ in 0..<Self.requestCount { try flood.open(seats: HelpRequest.seatLimit) }
        while flood.board.requests[id]?.whistles.isEmpty == true {
            try #require(flood.now <= rung.adding(milliseconds: 50))
            try flood.turn()
            #expect(flood.isDue, "the flood waits still")
            flood.now = flood.now.adding(milliseconds: 10)
        }
        #expect(try #require(flood.board.requests[id]?.whistles.first).calledAt <= rung.adding(milliseconds: 20))
        #expect(flood.dearestTurn <= Self.turnLimit)
    }

    @Test func whatWaitsGoesOnHoweverMuchIsNew() throws {
        var flood = try Flood(seed: 1, memberCount: 300)
        let first = try (0..<10).map { _ in try flood.open(seats: HelpRequest.seatLimit, .routine) }
        var left = 400
        try workOff(&flood) { flood in
            guard left > 0 else { return }
            left -= 1
            try flood.open(seats: 20)
            let asked = first.reduce(0) { $0 + (flood.board.requests[$1]?.offers.count ?? 0) }
            #expect(asked >= (400 - left) / 4, "nothing was done for what waits")
        }
        #expect(flood.unweighedSeats == 0)
        #expect(flood.dearestTurn <= Self.turnLimit)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>) func aCallAloneIsDecidedAsWithoutALimit(seed: UInt64) throws {
        var limited = try Flood(seed: seed, memberCount: 60)
        var unlimited = limited
        for _ in 0..<3 {
            let id = try limited.open(seats: 4)
            #expect(try unlimited.open(seats: 4) == id)
            #expect(try limited.turn() == unlimited.turnWithoutLimit())
            limited.now = limited.now.adding(seconds: 7)
            unlimited.now = limited.now
            #expect(try limited.turn() == unlimited.turnWithoutLimit())
        }
    }

    @Test func theLongestWaitingIsServedUnderAnyLimitByTime() throws {
        var flood = try Flood(seed: 1, memberCount: 200)
        for _ in 0..<5 { try flood.open(seats: 40) }
        var turns = 0
        while flood.isDue, turns < Self.turnCountLimit {
            try flood.turnWithoutTime()
            turns += 1
        }
        #expect(!flood.isDue)
        #expect(flood.unweighedSeats == 0)
    }
}
