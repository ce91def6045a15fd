import Testing

@testable import WebhookDelivery

/// No robot is sent to more often than its platform allows, and no other endpoint waits for one that is held back.
struct CourierPaceTests {
    private func machine() -> Courier.StateMachine {
        Courier.StateMachine(configuration: .init(version: "0"), generator: SeededGenerator(seed: 1))
    }

    /// Lets a machine run by its own moments, each attempt taking a tenth of a second, and tells when attempts started and how
    /// many deliveries each brought.
    private func starts(
        of machine: inout Courier.StateMachine,
        until end: Int64
    ) -> [(at: Int64, endpoint: Int64, count: Int)] {
        var starts: [(at: Int64, endpoint: Int64, count: Int)] = []
        var flying: [(at: Int64, attempt: UInt64)] = []
        var now: Int64 = 0
        while now <= end {
            for flight in flying where flight.at <= now { machine.end(flight.attempt, .sent, now: now) }
            flying.removeAll { $0.at <= now }
            machine.recordAll(now: now)
            for attempt in machine.starts(now: now) {
                starts.append((now, attempt.job.endpointID, attempt.companions.count + 1))
                flying.append((now + 100, attempt.number))
            }
            #expect(machine.violations() == [])
            guard let next = (flying.map(\.at) + [machine.nextMoment].compactMap { $0 }).min() else { break }
            now = max(next, now + 1)
        }
        return starts
    }

    /// The most starts in any stretch of so long.
    private func most(_ times: [Int64], in milliseconds: Int64) -> Int {
        times.map { start in times.count { (start..<start + milliseconds).contains($0) } }.max() ?? 0
    }

    @Test(
        arguments: [
            (.wecom, [(18, 60_000)]), (.dingtalk, [(18, 60_000)]), (.feishu, [(4, 1_000), (90, 60_000)]),
        ] as [(Channel, [(Int, Int64)])]
    )
    func noStretchHoldsMoreThanThePlatformAllows(channel: Channel, windows: [(Int, Int64)]) {
        var machine = machine()
        // So long that none has room beside another.
        let long = ChannelMessage.make(lines: [String(repeating: "长", count: 3_000)])
        let jobs = (1...200).map { DeliveryJob.make($0, channel: channel, message: long, deadline: 3_600_000) }
        #expect(machine.accept(jobs, now: 0) == 200)
        let starts = starts(of: &machine, until: 3_600_000)
        #expect(starts.reduce(0) { $0 + $1.count } == 200, "nothing is lost")
        let times = starts.map(\.at)
        for (count, milliseconds) in windows { #expect(most(times, in: milliseconds) == count) }
    }

    @Test func othersDoNotWaitForOneThatIsHeldBack() {
        var machine = machine()
        let robot = (1...50).map { DeliveryJob.make($0, endpoint: 1, channel: .dingtalk) }
        let machines = (51...100).map { DeliveryJob.make($0, endpoint: $0) }
        _ = machine.accept(robot + machines, now: 0)
        let started = starts(of: &machine, until: 5_000)
        #expect(started.count { $0.endpoint != 1 } == 50)
        #expect(started.count { $0.endpoint == 1 } == 18)
    }

    @Test func onePlatformsNoIsForAllThatWaitsThere() {
        var machine = machine()
        _ = machine.accept([.make(1, channel: .feishu), .make(2, endpoint: 2, channel: .feishu)], now: 0)
        #expect(machine.starts(now: 0).count == 2)
        machine.end(1, .rateLimited(pauseMilliseconds: 30_000), now: 100)
        machine.end(2, .sent, now: 100)
        machine.recordAll(now: 100)
        _ = machine.accept([.make(3, channel: .feishu), .make(4, endpoint: 2, channel: .feishu)], now: 200)
        #expect(machine.starts(now: 200).map(\.job.deliveryID) == [4])
        machine.recordAll(now: 200)
        #expect(machine.starts(now: 30_099).isEmpty)
        #expect(machine.starts(now: 30_100).map(\.job.deliveryID).contains(3))
        #expect(machine.violations() == [])
    }

    @Test func whatAnEarlierRunSentCountsAsWell() {
        var machine = machine()
        machine.recall((0..<18).map { (1, .wecom, Int64($0)) }, now: 1_000)
        machine.recall([(2, .generic, 0)], now: 1_000)
        _ = machine.accept([.make(1, channel: .wecom), .make(2, endpoint: 2)], now: 1_000)
        #expect(machine.starts(now: 1_000).map(\.job.deliveryID) == [2])
        machine.recordAll(now: 1_000)
        #expect(machine.starts(now: 59_999).isEmpty)
        #expect(machine.starts(now: 60_000).map(\.job.deliveryID) == [1])
    }

    @Test func aNoticeThatCannotGoInTimeIsGivenUpAtOnce() {
        var machine = machine()
        let long = ChannelMessage.make(lines: [String(repeating: "长", count: 700)])
        _ = machine.accept((1...30).map { .make($0, channel: .wecom, message: long, deadline: 20_000) }, now: 0)
        _ = machine.starts(now: 0)
        while machine.load.inFlight > 0 {
            for attempt in machine.flights.keys.sorted() { machine.end(attempt, .sent, now: 10) }
            _ = machine.starts(now: 10)
        }
        // The robot's next message could only go after a minute.
        let reports = machine.takeReports(limit: .max)
        #expect(reports.count { $0.outcome == .sent } == 18)
        #expect(reports.count { $0.outcome == .gaveUp(.rateLimited) } == 12)
        #expect(reports.allSatisfy { $0.finishedAt <= 10 })
    }
}
