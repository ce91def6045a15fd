import CurlTransport
import Testing
import WebhookDelivery

/// The courier's rules by rows: facts in, actions and reports out; nothing is sent.
struct CourierStateMachineTests {
    @Test func dueJobStartsAndItsSuccessIsReportedOnce() {
        var machine = machine()
        #expect(machine.accept([.make(1, attempts: 2)], now: 10) == 1)
        let starts = machine.starts(now: 10)
        #expect(starts.map(\.job.deliveryID) == [1])
        #expect(starts.map(\.job.attempts) == [3])
        machine.end(1, .sent, now: 25)
        let reports = machine.takeReports(limit: 10)
        #expect(reports.map(\.outcome) == [.sent])
        #expect(reports.map(\.attempt) == [3])
        #expect(reports.map(\.startedAt) == [10])
        #expect(reports.map(\.finishedAt) == [25])
        machine.recorded(reports, now: 30)
        #expect(machine.load.held == 0)
        #expect(machine.isAtRest)
    }

    @Test func jobDueLaterWaits() {
        var machine = machine()
        #expect(machine.accept([.make(1, dueAt: 500)], now: 0) == 1)
        #expect(machine.starts(now: 499).isEmpty)
        #expect(machine.nextMoment == 500)
        #expect(machine.starts(now: 500).count == 1)
    }

    @Test func failedAttemptIsRepeatedAfterItsReportIsRecorded() throws {
        var machine = machine()
        _ = machine.accept([.make(1)], now: 0)
        _ = machine.starts(now: 0)
        machine.end(1, .retry(.serverError, after: nil), now: 100)
        let reports = machine.takeReports(limit: 10)
        guard case .retry(let at, .serverError) = try #require(reports.first).outcome else {
            Issue.record("the outcome is \(reports)")
            return
        }
        #expect((900...1_300).contains(at))
        #expect(machine.starts(now: 10_000).isEmpty)
        machine.recorded(reports, now: 10_000)
        let again = machine.starts(now: 10_000)
        #expect(again.map(\.job.attempts) == [2])
        #expect(again.map(\.job.noticeID) == ["notice-1"])
    }

    @Test(arguments: [
        (AttemptResult.Verdict.hopeless(.gone), DeliveryFailure.gone),
        (.hopeless(.badURL), .badURL),
        (.hopeless(.addressRefused), .addressRefused),
        (.hopeless(.badSecret), .badSecret),
        (.hopeless(.badMessage), .badMessage),
        (.misconfigured(.signatureRefused), .signatureRefused),
        (.misconfigured(.keywordMissing), .keywordMissing),
        (.rateLimited(pauseMilliseconds: 600_000), .rateLimited),
    ])
    func hopelessDeliveryIsGivenUpAtOnce(verdict: AttemptResult.Verdict, failure: DeliveryFailure) {
        var machine = machine()
        _ = machine.accept([.make(1)], now: 0)
        _ = machine.starts(now: 0)
        machine.end(1, verdict, now: 1)
        #expect(machine.takeReports(limit: 1).map(\.outcome) == [.gaveUp(failure)])
    }

    @Test func rejectionIsBelievedAtTheThirdTime() {
        var machine = machine()
        _ = machine.accept([.make(1)], now: 0)
        var outcomes: [AttemptOutcome] = []
        for round: Int64 in 0..<3 {
            #expect(machine.starts(now: round * 100_000).count == 1)
            machine.end(UInt64(round) + 1, .rejected, now: round * 100_000)
            let reports = machine.takeReports(limit: 1)
            outcomes += reports.map(\.outcome)
            machine.recorded(reports, now: round * 100_000)
        }
        #expect(outcomes.map(\.isFinal) == [false, false, true])
        #expect(outcomes.last == .gaveUp(.rejected))
        #expect(machine.load.held == 0)
    }

    @Test func demandedPauseIsKeptAndUsesNoAttempt() throws {
        var machine = machine()
        _ = machine.accept([.make(1)], now: 0)
        var now: Int64 = 0
        var attempt: UInt64 = 0
        func report(_ verdict: AttemptResult.Verdict) throws -> AttemptOutcome {
            #expect(machine.starts(now: now).count == 1)
            attempt += 1
            machine.end(attempt, verdict, now: now)
            let reports = machine.takeReports(limit: 1)
            machine.recorded(reports, now: now)
            return try #require(reports.first).outcome
        }
        for _ in 0..<3 {
            guard case .retry(let at, .rateLimited) = try report(.rateLimited(pauseMilliseconds: 60_000)) else {
                Issue.record("a pause ends the delivery")
                return
            }
            #expect((now + 60_000...now + 72_000).contains(at))
            #expect(machine.starts(now: at - 1).isEmpty)
            now = at
        }
        // A rejection is still believed at its own third time.
        for isLast in [false, false, true] {
            let outcome = try report(.rejected)
            #expect(outcome.isFinal == isLast)
            if case .retry(let at, _) = outcome { now = at }
        }
    }

    @Test func withdrawnNoticeIsNotKeptThroughAPause() {
        var machine = machine()
        _ = machine.accept([.make(1)], now: 0)
        _ = machine.starts(now: 0)
        machine.withdraw(noticeIDs: ["notice-1"], now: 1)
        machine.end(1, .rateLimited(pauseMilliseconds: 1_000), now: 2)
        #expect(machine.takeReports(limit: 1).map(\.outcome) == [.cancelled])
    }

    @Test func deliveryEndsAtItsDeadlineWhereverItWaits() {
        var machine = machine { $0.endpointInFlightLimit = 1 }
        _ = machine.accept([.make(1), .make(2, deadline: 50), .make(3, dueAt: 900, deadline: 60)], now: 0)
        #expect(machine.starts(now: 0).map(\.job.deliveryID) == [1])
        #expect(machine.starts(now: 60).isEmpty)
        let reports = machine.takeReports(limit: 10)
        #expect(reports.map(\.deliveryID) == [2, 3])
        #expect(reports.map(\.outcome) == [.gaveUp(.deadlinePassed), .gaveUp(.deadlinePassed)])
        #expect(reports.map(\.startedAt) == [nil, nil])
        #expect(reports.map(\.attempt) == [0, 0])
    }

    @Test func retryBeyondTheDeadlineIsNotPlanned() {
        var machine = machine()
        _ = machine.accept([.make(1, deadline: 700)], now: 0)
        _ = machine.starts(now: 0)
        machine.end(1, .retry(.timeout, after: nil), now: 100)
        #expect(machine.takeReports(limit: 1).map(\.outcome) == [.gaveUp(.deadlinePassed)])
    }

    @Test func deadlineThatPassesWhileAReportIsRecordedEndsTheDelivery() {
        var machine = machine()
        _ = machine.accept([.make(1, deadline: 5_000)], now: 0)
        _ = machine.starts(now: 0)
        machine.end(1, .retry(.network, after: nil), now: 10)
        let reports = machine.takeReports(limit: 1)
        #expect(machine.starts(now: 6_000).isEmpty)
        machine.recorded(reports, now: 6_000)
        #expect(machine.starts(now: 6_000).isEmpty)
        #expect(machine.takeReports(limit: 1).map(\.outcome) == [.gaveUp(.deadlinePassed)])
    }

    @Test func withdrawnNoticeIsNotSentOrNotRepeated() {
        var machine = machine { $0.endpointInFlightLimit = 1 }
        _ = machine.accept([.make(1), .make(2), .make(3, endpoint: 2), .make(4, dueAt: 999)], now: 0)
        #expect(machine.starts(now: 0).map(\.job.deliveryID) == [1, 3])
        machine.withdraw(noticeIDs: ["notice-1", "notice-2", "notice-3", "notice-4", "notice-9"], now: 5)
        machine.withdraw(noticeIDs: ["notice-1", "notice-2"], now: 5)
        let ended = machine.takeReports(limit: 10)
        #expect(ended.map(\.deliveryID) == [2, 4])
        #expect(ended.allSatisfy { $0.outcome == .cancelled && $0.startedAt == nil })
        machine.end(1, .sent, now: 6)
        machine.end(2, .retry(.timeout, after: nil), now: 6)
        let flown = machine.takeReports(limit: 10)
        #expect(flown.map(\.outcome) == [.sent, .cancelled])
        machine.recorded(ended + flown, now: 7)
        #expect(machine.load.held == 0)
    }

    @Test func noticeWithdrawnWhileItsReportIsRecordedEnds() {
        var machine = machine()
        _ = machine.accept([.make(1)], now: 0)
        _ = machine.starts(now: 0)
        machine.end(1, .retry(.network, after: nil), now: 10)
        let first = machine.takeReports(limit: 1)
        machine.withdraw(noticeIDs: ["notice-1"], now: 11)
        #expect(!machine.hasReports)
        machine.recorded(first, now: 12)
        let last = machine.takeReports(limit: 1)
        #expect(last.map(\.outcome) == [.cancelled])
        machine.recorded(last, now: 13)
        #expect(machine.load.held == 0)
    }

    @Test func jobsOverTheLimitAreLeftToTheCaller() {
        var machine = machine { $0.jobLimit = 3 }
        #expect(machine.accept([.make(1), .make(2)], now: 0) == 2)
        #expect(machine.hasRoom)
        // The first is held already and takes no room.
        #expect(machine.accept([.make(1), .make(3), .make(4), .make(5)], now: 0) == 2)
        #expect(!machine.hasRoom)
        #expect(machine.load.held == 3)
    }

    @Test func endpointsTakeTurns() {
        var machine = machine {
            $0.inFlightLimit = 2
            $0.sickInFlightLimit = 1
        }
        let many = (1...5).map { DeliveryJob.make($0, endpoint: 1) }
        _ = machine.accept(many + [.make(6, endpoint: 2), .make(7, endpoint: 2), .make(8, endpoint: 3)], now: 0)
        var order: [Int64] = []
        for attempt: UInt64 in 1...8 {
            order += machine.starts(now: 0).map(\.job.deliveryID)
            machine.end(attempt, .sent, now: 0)
        }
        #expect(order == [1, 6, 8, 2, 7, 3, 4, 5])
    }

    @Test func endpointHasItsOwnLimit() {
        var machine = machine()
        _ = machine.accept((1...9).map { .make($0) }, now: 0)
        #expect(machine.starts(now: 0).count == 4)
        machine.end(2, .sent, now: 1)
        #expect(machine.starts(now: 1).count == 1)
        machine.end(1, .retry(.timeout, after: nil), now: 2)
        machine.end(3, .retry(.timeout, after: nil), now: 2)
        machine.end(4, .retry(.timeout, after: nil), now: 2)
        // One of the first five still flies, and a sick endpoint is asked one at a time.
        #expect(machine.starts(now: 2).isEmpty)
        machine.end(5, .sent, now: 3)
        #expect(machine.starts(now: 3).count == 4)
    }

    @Test func failingEndpointsHoldOnlyTheirLane() {
        var machine = machine {
            $0.inFlightLimit = 6
            $0.sickInFlightLimit = 2
        }
        _ = machine.accept((1...4).map { .make($0, endpoint: $0) }, now: 0)
        for start in machine.starts(now: 0) { machine.end(start.number, .retry(.network, after: nil), now: 1) }
        machine.recordAll(now: 1)
        // All four endpoints are sick now; more for them and for four others.
        _ = machine.accept((11...14).map { .make($0, endpoint: $0 - 10) }, now: 2)
        _ = machine.accept((21...24).map { .make($0, endpoint: $0) }, now: 2)
        let starts = machine.starts(now: 2)
        #expect(starts.map(\.job.deliveryID) == [21, 22, 23, 24, 11, 12])
        #expect(machine.load.sickInFlight == 2)
    }

    @Test func slowAttemptsGiveTheirPlacesBackAndAreCutWhenOthersNeedThem() {
        var machine = machine {
            $0.inFlightLimit = 6
            $0.sickInFlightLimit = 2
        }
        _ = machine.accept((1...10).map { .make($0, endpoint: $0) }, now: 0)
        // The healthy lane has four places, and nothing is known of these endpoints.
        #expect(machine.starts(now: 0).count == 4)
        #expect(machine.starts(now: 1_999).isEmpty)
        // All four are slow: they hold more than the sick lane's places, and two others start.
        let actions = machine.advance(now: 2_000)
        #expect(actions.starts.map(\.job.deliveryID) == [5, 6])
        #expect(actions.cuts == [1, 2])
        #expect(machine.advance(now: 2_001).cuts.isEmpty)
        machine.end(1, .cancelled, now: 2_002)
        machine.end(2, .cancelled, now: 2_002)
        #expect(machine.starts(now: 2_002).map(\.job.deliveryID) == [7, 8])
        #expect(machine.violations() == [])
        let reports = machine.takeReports(limit: 10)
        #expect(reports.count == 2)
        for report in reports {
            guard case .retry(_, .timeout) = report.outcome else {
                Issue.record("cut attempt came to \(report.outcome)")
                continue
            }
        }
    }

    @Test func sickEndpointIsWellAfterOneGoodAnswer() {
        var machine = machine()
        _ = machine.accept([.make(1)], now: 0)
        _ = machine.starts(now: 0)
        machine.end(1, .retry(.serverError, after: nil), now: 0)
        machine.recordAll(now: 0)
        #expect(machine.load.knownSickEndpoints == 1)
        _ = machine.starts(now: 2_000)
        machine.end(2, .sent, now: 2_000)
        #expect(machine.load.knownSickEndpoints == 0)
    }

    @Test func sicknessIsForgottenAfterALongSilence() {
        var machine = machine { $0.sickMemoryMilliseconds = 5_000 }
        _ = machine.accept([.make(1, deadline: 100)], now: 0)
        _ = machine.starts(now: 0)
        machine.end(1, .retry(.network, after: nil), now: 50)
        _ = machine.advance(now: 5_049)
        #expect(machine.load.knownSickEndpoints == 1)
        _ = machine.advance(now: 5_050)
        #expect(machine.load.knownSickEndpoints == 0)
    }

    @Test func stoppedMachineStartsNothingAndLeavesWhatItCutOff() {
        var machine = machine()
        _ = machine.accept([.make(1), .make(2), .make(3, dueAt: 10)], now: 0)
        #expect(machine.starts(now: 0).count == 2)
        machine.stop()
        #expect(machine.accept([.make(4)], now: 1) == 0)
        #expect(machine.starts(now: 20).isEmpty)
        machine.end(1, .sent, now: 21)
        machine.end(2, .cancelled, now: 22)
        #expect(machine.takeReports(limit: 9).map(\.deliveryID) == [1])
        #expect(machine.isAtRest)
    }

    private func machine(_ change: (inout Courier.Configuration) -> Void = { _ in }) -> Courier.StateMachine {
        var configuration = Courier.Configuration(version: "test")
        change(&configuration)
        return Courier.StateMachine(configuration: configuration, generator: SeededGenerator(seed: 7))
    }
}
