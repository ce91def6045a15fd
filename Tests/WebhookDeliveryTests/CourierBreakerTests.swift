import Testing
import WebhookDelivery

/// An endpoint that fails again and again is left alone for a while, and who waits for it hears so at once.
struct CourierBreakerTests {
    private static let configuration = Courier.Configuration(version: "0")

    private func machine() -> Courier.StateMachine {
        Courier.StateMachine(configuration: Self.configuration, generator: SeededGenerator(seed: 1))
    }

    /// Lets the breaker trip at this moment by failures in a row.
    private func trip(_ machine: inout Courier.StateMachine, now: Int64 = 0) {
        for number in 1...Int64(Self.configuration.breakerFailureCount) {
            _ = machine.accept([.make(number, dueAt: now)], now: now)
            for attempt in machine.starts(now: now) {
                machine.end(attempt.number, .retry(.timeout, after: nil), now: now)
            }
            machine.recordAll(now: now)
        }
    }

    @Test func whatWaitsForItIsLateAtOnce() {
        var machine = machine()
        trip(&machine)
        _ = machine.accept([.make(100), .make(101, deadline: 20_000), .make(102, endpoint: 2)], now: 10)
        #expect(machine.starts(now: 10).map(\.job.deliveryID) == [102])
        let reports = machine.takeReports(limit: 9)
        #expect(reports.map(\.outcome) == [.retry(at: 30_000, .breakerOpen), .gaveUp(.breakerOpen)])
        #expect(reports.allSatisfy { $0.attempt == 0 && $0.startedAt == nil })
        machine.recorded(reports, now: 10)
        #expect(machine.starts(now: 29_999).isEmpty)
        #expect(machine.violations() == [])
    }

    @Test func afterThePauseOneIsTriedAndItsSuccessLetsTheOthersGo() {
        var machine = machine()
        trip(&machine)
        let one = machine.starts(now: 30_000)
        #expect(one.count == 1)
        machine.end(one[0].number, .sent, now: 30_050)
        machine.recordAll(now: 30_050)
        #expect(!machine.starts(now: 90_000).isEmpty)
        #expect(machine.violations() == [])
    }

    @Test func eachFurtherFailureDoublesThePauseUpToALimit() {
        var machine = machine()
        trip(&machine)
        var pauses: [Int64] = []
        var now: Int64 = 0
        for _ in 0..<6 {
            guard let next = machine.nextMoment else { break }
            now = max(now, next)
            while machine.load.inFlight == 0, let moment = machine.nextMoment, moment <= 3_600_000 {
                now = max(now, moment)
                let starts = machine.starts(now: now)
                machine.recordAll(now: now)
                guard let attempt = starts.first else { continue }
                let before = now
                machine.end(attempt.number, .retry(.network, after: nil), now: now)
                machine.recordAll(now: now)
                pauses.append((machine.pauseEnd(of: 1) ?? now) - before)
                break
            }
        }
        #expect(pauses.prefix(4) == [60_000, 120_000, 240_000, 300_000])
    }

    @Test func aRejectionIsNoFailureOfTheEndpoint() {
        var machine = machine()
        for number in 1...20 as ClosedRange<Int64> {
            _ = machine.accept([.make(number, dueAt: 0)], now: 0)
            for attempt in machine.starts(now: 0) { machine.end(attempt.number, .rejected, now: 0) }
            machine.recordAll(now: 0)
        }
        #expect(machine.pauseEnd(of: 1) == nil)
    }

    @Test func aTestThatSucceedsClosesItAndOneIsAlwaysPossible() {
        var machine = machine()
        trip(&machine)
        #expect(machine.beginProbe(.make(0), now: 100) == nil)
        machine.endProbe(.make(0), AttemptResult(.sent), now: 150)
        #expect(machine.pauseEnd(of: 1) == nil)
        _ = machine.accept([.make(100)], now: 200)
        #expect(machine.starts(now: 200).map(\.job.deliveryID) == [100])
    }

    @Test func whatWasPutOffGoesAtOnceWhenTheEndpointIsWellAgain() {
        var machine = machine()
        trip(&machine)
        _ = machine.accept([.make(100), .make(101)], now: 10)
        #expect(machine.starts(now: 10).isEmpty)
        let reports = machine.takeReports(limit: 9)
        #expect(reports.map(\.outcome) == [.retry(at: 30_000, .breakerOpen), .retry(at: 30_000, .breakerOpen)])
        // One of them is recorded before the test succeeds, the other after it.
        machine.recorded([reports[0]], now: 20)
        #expect(machine.beginProbe(.make(0), now: 100) == nil)
        machine.endProbe(.make(0), AttemptResult(.sent), now: 150)
        let first = machine.starts(now: 150)
        #expect(first.map(\.job.deliveryID) == [100])
        machine.recorded([reports[1]], now: 160)
        for attempt in first { machine.end(attempt.number, .sent, now: 160) }
        #expect(machine.starts(now: 160).map(\.job.deliveryID) == [101])
        #expect(machine.violations() == [])
    }

    @Test func aRobotsPlatformCountsOnWhileTheBreakerIsOpen() {
        var machine = machine()
        machine.recall((0..<20).map { (1, .wecom, Int64($0)) }, now: 1_000)
        let allowed = machine.pauseEnd(of: 1) ?? 0
        #expect(allowed > 60_000)
        for number in 1...10 as ClosedRange<Int64> {
            machine.endProbe(.make(number, channel: .wecom), AttemptResult(.retry(.network, after: nil)), now: 2_000)
        }
        #expect((machine.pauseEnd(of: 1) ?? 0) > allowed)
        #expect(machine.beginProbe(.make(0, channel: .wecom), now: 3_000) == allowed - 3_000)
        machine.endProbe(.make(0, channel: .wecom), AttemptResult(.sent), now: 4_000)
        #expect(machine.pauseEnd(of: 1) == allowed)
    }
}
