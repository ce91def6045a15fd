import Testing

@testable import WebhookDelivery

/// One message that tells several people of a group, and what becomes of what must wait.
struct CourierSharingTests {
    private static let person = (1...99).map {
        ChannelMessage.Person(line: "测试\($0)", mention: "\(13_900_000_000 + $0)")
    }

    private func machine() -> Courier.StateMachine {
        Courier.StateMachine(configuration: .init(version: "0"), generator: SeededGenerator(seed: 1))
    }

    /// An offer to one person of a group; requests differ by title.
    private func offer(_ number: Int64, of request: String = "甲", over channel: Channel = .wecom) -> DeliveryJob {
        .make(
            number,
            channel: channel,
            message: .make(title: "【求助】\(request)", people: [Self.person[Int(number) - 1]])
        )
    }

    private func messages(_ attempt: Courier.StateMachine.Attempt) -> [ChannelMessage] {
        if case .messages(let messages) = attempt.payload { messages } else { [] }
    }

    @Test(arguments: [Channel.wecom, .dingtalk, .feishu])
    func offersOfOneRequestToOneGroupAreOneMessage(channel: Channel) throws {
        var machine = machine()
        _ = machine.accept((1...5).map { offer($0, over: channel) }, now: 0)
        let starts = machine.starts(now: 0)
        #expect(starts.count == 1)
        let attempt = try #require(starts.first)
        #expect(messages(attempt).map(\.people) == [Array(Self.person.prefix(5))])
        #expect(machine.violations() == [])
        machine.end(attempt.number, .sent, now: 20)
        let reports = machine.takeReports(limit: 10)
        #expect(reports.map(\.deliveryID) == [1, 2, 3, 4, 5])
        #expect(reports.allSatisfy { $0.outcome == .sent && $0.attempt == 1 })
        #expect(reports.map(\.leadDeliveryID) == [nil, 1, 1, 1, 1])
        machine.recorded(reports, now: 20)
        #expect(machine.load.held == 0)
    }

    @Test func whatFailsTogetherIsTriedAgainAndMayGoTogetherAgain() {
        var machine = machine()
        _ = machine.accept((1...3).map { offer($0) }, now: 0)
        _ = machine.starts(now: 0)
        machine.end(1, .retry(.network, after: nil), now: 10)
        machine.recordAll(now: 10)
        // The jitter sets them apart; whatever waits when one goes, goes along.
        var brought = 0
        for moment in stride(from: Int64(10), to: 5_000, by: 10) {
            for attempt in machine.starts(now: moment) {
                brought += 1 + attempt.companions.count
                machine.end(attempt.number, .sent, now: moment)
            }
            machine.recordAll(now: moment)
        }
        #expect(brought == 3)
        #expect(machine.load.held == 0)
    }

    @Test func anotherRequestIsAnotherMessageWhileTheRobotHasRoom() {
        var machine = machine()
        _ = machine.accept([offer(1), offer(2, of: "乙"), offer(3)], now: 0)
        // One after the other.
        #expect(machine.starts(now: 0).map { [$0.job.deliveryID] + $0.companions.map(\.deliveryID) } == [[1, 3]])
        machine.end(1, .sent, now: 80)
        #expect(machine.starts(now: 80).map { [$0.job.deliveryID] + $0.companions.map(\.deliveryID) } == [[2]])
    }

    @Test func theRobotsLastMessageTakesAllThatHasRoom() throws {
        var machine = machine()
        machine.recall((0..<17).map { (1, .wecom, Int64($0)) }, now: 1_000)
        _ = machine.accept((1...30).map { offer($0, of: "第 \($0) 件") }, now: 1_000)
        let starts = machine.starts(now: 1_000)
        #expect(starts.count == 1)
        let attempt = try #require(starts.first)
        #expect(messages(attempt).count > 5)
        #expect(ChannelMessage.fit(messages(attempt), over: .wecom))
        // What did not fit counts as silence at once and is due when the robot may speak again.
        let late = machine.takeReports(limit: .max)
        #expect(late.count + messages(attempt).count == 30)
        #expect(late.count > 5)
        #expect(late.allSatisfy { $0.outcome == .retry(at: 60_000, .rateLimited) && $0.startedAt == nil })
        #expect(late.allSatisfy { $0.attempt == 0 })
        machine.recorded(late, now: 1_000)
        #expect(machine.violations() == [])
        machine.end(attempt.number, .sent, now: 1_100)
        machine.recordAll(now: 1_100)
        #expect(machine.starts(now: 59_999).isEmpty)
        #expect(!machine.starts(now: 60_000).isEmpty)
    }

    @Test func aPlatformsNoIsSilenceForAllThatWaitsThere() {
        var machine = machine()
        _ = machine.accept([offer(1)], now: 0)
        _ = machine.starts(now: 0)
        machine.end(1, .rateLimited(pauseMilliseconds: 60_000), now: 100)
        machine.recordAll(now: 100)
        _ = machine.accept([offer(2), .make(3, channel: .wecom, deadline: 30_000)], now: 200)
        #expect(
            machine.takeReports(limit: 9).map(\.outcome)
                == [.retry(at: 60_100, .rateLimited), .gaveUp(.rateLimited)]
        )
    }

    @Test func whoIsNotNeededAnyMoreIsNotCalled() throws {
        var machine = machine()
        _ = machine.accept((1...3).map { offer($0) }, now: 0)
        machine.withdraw(noticeIDs: ["notice-2"], now: 0)
        let attempt = try #require(machine.starts(now: 0).first)
        #expect(messages(attempt).flatMap(\.people) == [Self.person[0], Self.person[2]])
    }

    @Test func nobodyButAGroupSharesAMessage() {
        var machine = machine()
        _ = machine.accept((1...3).map { offer($0, over: .ntfy) }, now: 0)
        #expect(machine.starts(now: 0).count == 3)
    }

    @Test func aMessageCallsOnlySoMany() {
        var machine = machine()
        _ = machine.accept((1...45).map { offer($0, over: .dingtalk) }, now: 0)
        var called: [Int] = []
        while let attempt = machine.starts(now: 0).first {
            called.append(messages(attempt).flatMap(\.people).count)
            machine.end(attempt.number, .sent, now: 0)
        }
        #expect(called == [20, 20, 5])
    }

    @Test func whatIsRefusedTogetherGoesOneByOneAndOnlyTheBadOneIsLost() {
        var machine = machine()
        _ = machine.accept((1...3).map { offer($0) }, now: 0)
        #expect(machine.starts(now: 0).first?.companions.count == 2)
        machine.end(1, .hopeless(.badMessage), now: 10)
        let reports = machine.takeReports(limit: 9)
        #expect(reports.allSatisfy { $0.outcome == .retry(at: 10, .badMessage) })
        machine.recorded(reports, now: 10)
        var outcomes: [Int64: AttemptOutcome] = [:]
        for moment in stride(from: Int64(20), to: 5_000, by: 10) {
            for attempt in machine.starts(now: moment) {
                #expect(attempt.companions.isEmpty)
                let isBad = attempt.job.deliveryID == 2
                machine.end(attempt.number, isBad ? .hopeless(.badMessage) : .sent, now: moment)
            }
            let reports = machine.takeReports(limit: 9)
            for report in reports { outcomes[report.deliveryID] = report.outcome }
            machine.recorded(reports, now: moment)
        }
        #expect(outcomes == [1: .sent, 2: .gaveUp(.badMessage), 3: .sent])
        #expect(machine.violations() == [])
    }
}
