import DispatchCore
import DispatchTestSupport
import TestSupport
import Testing

/// Deadlines, jumps that old journals tell of, and a board that comes back after a stop.
struct TimeTests {
    private func world() throws -> World {
        try World(.init("a", north: 100), .init("b", north: 200), .init("c", north: 300), .init("d", north: 400))
    }

    @Test func theNextDeadlineIsTheEarliestOfAll() throws {
        let world = try world()
        #expect(world.board.nextDeadline == nil)
        try world.call(in: 10_000)
        #expect(world.board.nextDeadline == World.start.adding(seconds: 6400))
        try world.change("d", MemberChange(awayUntil: World.start.asWall.adding(seconds: 50)))
        #expect(world.board.nextDeadline == World.start.adding(seconds: 50))
        try world.call()
        #expect(world.board.nextDeadline == World.start.adding(seconds: 5))
        try world.accept("a")
        #expect(world.board.nextDeadline == World.start.adding(seconds: 50))
        try world.wait(seconds: 50)
        #expect(world.board.nextDeadline == World.start.adding(seconds: 180))
    }

    @Test func aJumpInAnOldJournalMovesOpenOffersAndWatchesByAsMuch() throws {
        let world = try world()
        try world.call()
        let offered = world.requestID
        try world.deliver("a", "b", "c")
        try world.call()
        try world.assign("d")
        try world.release("d")
        try world.accept("d")
        world.sleepThrough(seconds: 7200)
        try world.tellJump(milliseconds: 7_200_000)
        try world.act(.tick, by: .system)
        #expect(try world.assignment(of: "d").enRouteDueAt == world.now.adding(seconds: 300))
        world.requestID = offered
        #expect(try world.offer(to: "a").expiresAt == world.now.adding(seconds: 600))
        #expect(try world.wait(seconds: 29).events == [])
        #expect(try world.wait(seconds: 1).events.first == "offer.silent a no-answer")
    }

    @Test func aJumpInAnOldJournalMovesTheTimeInWhichANoCanBecomeAYes() throws {
        let world = try World(.init("a", north: 100))
        try world.call()
        try world.decline("a")
        world.sleepThrough(seconds: 7200)
        try world.tellJump(milliseconds: 7_200_000)
        try world.accept("a")
        #expect(try world.assignment(of: "a").state == .accepted)
    }

    @Test func aJumpInAnOldJournalMovesNoAppointment() throws {
        let world = try world()
        try world.call(in: 10_000)
        world.sleepThrough(seconds: 6400)
        try world.tellJump(milliseconds: 6_400_000)
        #expect(try world.act(.tick, by: .system).events.first == "offer.made a nearest 1")
    }

    @Test func timeOnTheBoardNeverGoesBack() throws {
        let world = try world()
        try world.call()
        world.sleepThrough(seconds: -3600)
        try world.accept("a")
        #expect(try world.assignment(of: "a").acceptedAt == World.start)
        #expect(world.board.lastEventAt == World.start)
    }

    @Test func deadlinesThatPassedWhileNobodyWatchedAreSettledAtOnce() throws {
        let world = try world()
        try world.call()
        try world.deliver("a", "b", "c")
        world.sleepThrough(seconds: 601)
        #expect(
            try world.act(.tick, by: .system).events == [
                "desk.whistled nobody", "offer.expired a", "offer.expired b", "offer.expired c",
                "offer.made d replacement 4",
            ]
        )
    }

    @Test func aBoardThatIsRestoredGoesOnWhereItStood() throws {
        let world = try world()
        try world.call()
        try world.accept("a")
        try world.call()
        var restored = world.board.restarted
        #expect(BoardSnapshot(restored).difference(from: BoardSnapshot(world.board)) == nil)
        var ids = IdentifierSource(SeededGenerator(seed: 2))
        #expect(try restored.advance(.tick, by: .system, at: world.now, using: &ids).entries == [])
        #expect(restored.nextDeadline == world.board.nextDeadline)
        #expect(restored.brokenInvariant(at: world.now) == nil)
    }

    @Test func whatIsLongOverIsForgotten() throws {
        let world = try world()
        try world.call(key: ("k", body: "one"))
        let offer = try world.offer(to: "a").id
        try world.act(.cancelRequest(world.requestID))
        var board = world.board
        board.forgetEnded(at: world.now.adding(seconds: 24 * 3600))
        #expect(board.request(of: offer) != nil)
        board.forgetEnded(at: world.now.adding(seconds: 24 * 3600 + 1))
        #expect(board.request(of: offer) == nil)
        #expect(board.requests.isEmpty)
    }
}
