import DispatchCore
import DispatchStore
import Testing

@testable import DispatchService

/// Elapsed time over steps, restarts and reboots, and when the wall clock is believed.
struct ServiceClockTests {
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000
    private static let year: Int64 = 365 * day
    private let clocks = ManualClocks()

    /// What a daemon that starts now goes on from.
    private func restarted(_ clock: ServiceClock) -> ServiceClock {
        let mark = clock.mark()
        let next = ServiceClock(source: clocks.source)
        next.resume(from: mark, ClockHistory())
        return next
    }

    @Test func elapsedTimeBeginsAsTheWall() {
        let clock = ServiceClock(source: clocks.source)
        #expect(clock.now.milliseconds == clocks.wall)
        #expect(clock.wall(of: clock.now) == clock.wallNow)
        #expect(clock.step(from: 0) == nil)
        #expect(!clock.isDoubted)
    }

    @Test(arguments: [-10 * year, -day, -hour, -20_000, hour, 10 * year])
    func noStepMovesElapsedTime(step: Int64) {
        let clock = ServiceClock(source: clocks.source)
        let start = clock.now
        clocks.pass(milliseconds: 1_000)
        clocks.set(byMilliseconds: step)
        #expect(clock.now == start.adding(milliseconds: 1_000))
        #expect(clock.step(from: 0) == step)
        // Before the writer has noted it, a deadline is shown by the wall as it is now.
        #expect(clock.wall(of: clock.now.adding(seconds: 60)) == clock.wallNow.adding(seconds: 60))
        clock.noteStep(.init(at: clock.now, offsetMilliseconds: step))
        #expect(clock.step(from: step) == nil)
        #expect(clock.wall(of: start) == WallTime(milliseconds: start.milliseconds), "what was, stays as it was shown")
        #expect(clock.wall(of: clock.now.adding(seconds: 60)) == clock.wallNow.adding(seconds: 60))
        #expect(clock.isDoubted)
        #expect(clock.expiryWall.milliseconds <= clocks.wall - step, "nothing expires")
    }

    @Test func whatIsLessThanASecondIsNoStep() {
        let clock = ServiceClock(source: clocks.source)
        clocks.set(byMilliseconds: 999)
        #expect(clock.step(from: 0) == nil)
        clocks.set(byMilliseconds: 1)
        #expect(clock.step(from: 0) == 1_000)
    }

    @Test func aRestartGoesOnWhateverTheWallShows() {
        var clock = ServiceClock(source: clocks.source)
        let start = clock.now
        let mark = clock.mark()
        clocks.pass(milliseconds: 5_000)
        clocks.set(byMilliseconds: -Self.year)
        clock = ServiceClock(source: clocks.source)
        clock.resume(from: mark, ClockHistory())
        #expect(clock.now == start.adding(milliseconds: 5_000))
        #expect(clock.isDoubted, "it is not what it was")
    }

    @Test func aRebootCountsByTheWallAndNeverBack() {
        var clock = ServiceClock(source: clocks.source)
        let start = clock.now
        let mark = clock.mark()
        clocks.reboot(afterMilliseconds: 90_000)
        clock = ServiceClock(source: clocks.source)
        clock.resume(from: mark, ClockHistory())
        #expect(clock.now == start.adding(milliseconds: 90_000))
        #expect(!clock.isDoubted)

        let later = clock.mark()
        clocks.reboot(afterMilliseconds: 0, wallMilliseconds: 3_600_000)
        clock = ServiceClock(source: clocks.source)
        clock.resume(from: later, ClockHistory())
        #expect(clock.now == later.elapsed, "a battery that is dead: 1970")
        #expect(clock.isDoubted)
        clocks.pass(milliseconds: 7_000)
        #expect(clock.now == later.elapsed.adding(milliseconds: 7_000))
    }

    @Test func anEndpointThatAgreesEndsTheDoubt() {
        let clock = ServiceClock(source: clocks.source)
        clocks.set(byMilliseconds: Self.hour)
        clock.noteStep(.init(at: clock.now, offsetMilliseconds: Self.hour))
        #expect(clock.isDoubted)
        clock.hear(WallTime(milliseconds: clocks.wall - 250_000), from: 1)
        #expect(!clock.isDoubted)
        #expect(clock.expiryWall == clock.wallNow)
    }

    @Test func theDoubtOfAStepEndsAfterAnHourWithoutAnother() {
        let clock = ServiceClock(source: clocks.source)
        clocks.set(byMilliseconds: Self.hour)
        clock.noteStep(.init(at: clock.now, offsetMilliseconds: Self.hour))
        clocks.pass(milliseconds: Self.hour - 1)
        #expect(clock.isDoubted)
        clocks.set(byMilliseconds: -Self.hour)
        clock.noteStep(.init(at: clock.now, offsetMilliseconds: 0))
        clocks.pass(milliseconds: Self.hour - 1)
        #expect(clock.isDoubted, "counted from the last step")
        clocks.pass(milliseconds: 1)
        #expect(!clock.isDoubted)
    }

    @Test func endpointsThatDisagreeAreAskedForTheMajority() {
        let clock = ServiceClock(source: clocks.source)
        func hear(_ endpoint: Int64, aheadBy milliseconds: Int64) {
            clock.hear(WallTime(milliseconds: clocks.wall + milliseconds), from: endpoint)
        }
        hear(1, aheadBy: 0)
        hear(2, aheadBy: 400_000)
        hear(2, aheadBy: 400_000)
        hear(3, aheadBy: 0)
        #expect(!clock.isDoubted, "one endpoint with a wrong clock of its own, however often it speaks")
        for endpoint in 4...6 { hear(Int64(endpoint), aheadBy: 400_000) }
        #expect(clock.isDoubted)
        #expect(clock.standing.offBySeconds == -400)
        clocks.pass(milliseconds: Self.hour)
        #expect(!clock.isDoubted, "what was said an hour ago counts no more")
    }

    @Test func witnessesFromBeforeAStepJudgeIt() {
        let clock = ServiceClock(source: clocks.source)
        clock.hear(WallTime(milliseconds: clocks.wall), from: 1)
        clocks.set(byMilliseconds: 10 * Self.year)
        #expect(clock.isDoubted, "before anybody has noted the step")
        clocks.set(byMilliseconds: -10 * Self.year)
        #expect(!clock.isDoubted)
    }

    @Test func aDoubtOutlivesARestart() {
        let clock = ServiceClock(source: clocks.source)
        clocks.set(byMilliseconds: 10 * Self.year)
        clock.noteStep(.init(at: clock.now, offsetMilliseconds: 10 * Self.year))
        let mark = clock.mark()
        let next = ServiceClock(source: clocks.source)
        next.resume(from: mark, ClockHistory([.init(at: mark.elapsed, offsetMilliseconds: 10 * Self.year)]))
        #expect(next.isDoubted)
        #expect(next.expiryWall.milliseconds < clocks.wall - 9 * Self.year)
    }

    @Test func aDemonstrationRunsBothFaster() {
        let clock = ServiceClock(rate: 60, source: clocks.source)
        let (start, wall) = (clock.now, clock.wallNow)
        clocks.pass(milliseconds: 1_000)
        #expect(clock.now == start.adding(seconds: 60))
        #expect(clock.wallNow == wall.adding(seconds: 60))
        clocks.set(byMilliseconds: 60_000)
        #expect(clock.now == start.adding(seconds: 60))
        #expect(clock.wallNow == wall.adding(seconds: 60 + 3_600))
        #expect(clock.step(from: 0) == Self.hour)
    }

    @Test(arguments: [Int64.min, .max, 0])
    func noReadingTraps(wall: Int64) {
        let clock = ServiceClock(rate: 1_000, source: clocks.source)
        let mark = StoredClock(
            elapsed: Timestamp(milliseconds: .max),
            wall: WallTime(milliseconds: wall),
            bootID: "other",
            bootMilliseconds: .min,
            believedWall: WallTime(milliseconds: wall),
            doubtedSince: Timestamp(milliseconds: .max)
        )
        clock.resume(from: mark, ClockHistory([.init(at: Timestamp(milliseconds: wall), offsetMilliseconds: wall)]))
        clocks.reboot(afterMilliseconds: 0, wallMilliseconds: wall)
        clock.hear(WallTime(milliseconds: wall), from: 1)
        _ = (clock.now, clock.wallNow, clock.expiryWall, clock.standing, clock.step(from: wall), clock.mark())
        _ = clock.wall(of: Timestamp(milliseconds: wall))
        _ = clock.moment(of: WallTime(milliseconds: wall))
        _ = clock.moment(before: clock.now, byMilliseconds: Self.year)
    }
}
