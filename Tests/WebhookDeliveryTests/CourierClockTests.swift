import CurlTransport
import Testing

@testable import WebhookDelivery

/// What a wrong clock explains is laid to the clock, and tried at once when it is set.
struct CourierClockTests {
    private func clock(isDoubted: Bool, wallAhead: Int64 = 0) -> CourierClock {
        CourierClock(now: { 1_000 }, wall: { 1_000 + wallAhead }, isDoubted: { isDoubted }, hear: { _, _ in })
    }

    /// As many attempts in a row, one after the other, that end so.
    private func fail(_ machine: inout Courier.StateMachine, from first: Int64, _ failure: DeliveryFailure) {
        for number in first..<first + Int64(machine.configuration.breakerFailureCount) {
            _ = machine.accept([.make(number)], now: 0)
            for attempt in machine.starts(now: 0) { machine.end(attempt.number, .retry(failure, after: nil), now: 0) }
            machine.recordAll(now: 0)
        }
    }

    @Test(arguments: [
        AttemptResult.Verdict.misconfigured(.signatureRefused), .hopeless(.signatureRefused), .rejected,
    ])
    func refusalsAreRetriedWhileTheClockIsDoubted(verdict: AttemptResult.Verdict) {
        let result = AttemptResult(verdict)
        #expect(clock(isDoubted: false).judged(result, from: 1).verdict == verdict)
        #expect(clock(isDoubted: true).judged(result, from: 1).verdict == .retry(.clockDoubted, after: nil))
    }

    @Test(arguments: [
        AttemptResult.Verdict.sent, .hopeless(.gone), .misconfigured(.keywordMissing), .hopeless(.badMessage),
        .rateLimited(pauseMilliseconds: 9), .retry(.serverError, after: nil),
    ])
    func whatNoClockExplainsStays(verdict: AttemptResult.Verdict) {
        #expect(clock(isDoubted: true).judged(AttemptResult(verdict), from: 1).verdict == verdict)
    }

    @Test func certificatesAreLaidToTheClock() {
        let fault = AttemptResult(CurlFault(.tls, text: "certificate is not yet valid"))
        #expect(clock(isDoubted: true).judged(fault, from: 1).verdict == .retry(.clockDoubted, after: nil))
        #expect(clock(isDoubted: false).judged(fault, from: 1).verdict == .retry(.network, after: nil))
        let broken = AttemptResult(CurlFault(.connect, text: "refused"))
        #expect(clock(isDoubted: true).judged(broken, from: 1).verdict == .retry(.network, after: nil))
    }

    @Test func theDateOfAnAnswerIsHeardBeforeItIsJudged() {
        let heard = Locked<[Int64]>([])
        let clock = CourierClock(
            now: { 0 },
            wall: { 0 },
            isDoubted: { heard.withLock { !$0.isEmpty } },
            hear: { date, _ in heard.withLock { $0.append(date) } }
        )
        let reply = CurlReply(status: 400, headers: [("date", "Sun, 06 Nov 1994 08:49:37 GMT")], body: [])
        let result = AttemptResult(reply, from: .generic)
        #expect(clock.judged(result, from: 1).verdict == .retry(.clockDoubted, after: nil))
        #expect(heard.withLock { $0 } == [784_111_777_000])
    }

    @Test func datesBecomeElapsedTime() {
        let result = AttemptResult(.retry(.throttled, after: .date(5_000_000)))
        let judged = clock(isDoubted: false, wallAhead: 4_000_000).judged(result, from: 1)
        #expect(judged.verdict == .retry(.throttled, after: .date(1_000_000)))
    }

    @Test func whatWaitsIsTriedAtOnceWhenTheClockIsSet() {
        let configuration = Courier.Configuration(version: "0")
        var machine = Courier.StateMachine(configuration: configuration, generator: SeededGenerator(seed: 1))
        _ = machine.accept([.make(1), .make(2, endpoint: 2)], now: 0)
        for attempt in machine.starts(now: 0) {
            machine.end(attempt.number, .retry(.clockDoubted, after: nil), now: 10)
        }
        // One is recorded and waits, the other is still being recorded.
        let reports = machine.takeReports(limit: 1)
        machine.recorded(reports, now: 10)
        #expect(machine.starts(now: 10).isEmpty)
        machine.clockSet(now: 20)
        #expect(machine.starts(now: 20).count == 1)
        machine.recordAll(now: 20)
        #expect(machine.starts(now: 20).count == 1)
        #expect(machine.violations() == [])
    }

    @Test func aDoubtedClockTripsNoBreakerAndAStepClosesOne() {
        let configuration = Courier.Configuration(version: "0")
        var machine = Courier.StateMachine(configuration: configuration, generator: SeededGenerator(seed: 1))
        fail(&machine, from: 1, .clockDoubted)
        #expect(machine.pauseEnd(of: 1) == nil)
        fail(&machine, from: 101, .timeout)
        #expect(machine.pauseEnd(of: 1) != nil)
        machine.clockSet(now: 10)
        #expect(machine.pauseEnd(of: 1) == nil)
        #expect(!machine.starts(now: 10).isEmpty)
        #expect(machine.violations() == [])
    }
}
