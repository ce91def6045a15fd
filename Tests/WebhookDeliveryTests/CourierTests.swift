import CurlTransport
import TestSupport
import Testing
import WebhookDelivery

/// The courier against real sockets.
@Suite(.timeLimit(.minutes(3)))
struct CourierTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    @Test func noticeArrivesSignedAndIsReportedSent() async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 200, body: Array("thanks".utf8)) }
        let sink = RecordingSink()
        let job = DeliveryJob.live(1, url: receiver.url("/hook?key=1"), secret: Self.secret)
        try await Courier.withRunning(sink: sink) { courier, _ in
            #expect(courier.accept([job]) == 1)
            let report = try #require(await sink.finals(1).first)
            #expect(report.outcome == .sent)
            #expect(report.status == 200)
            #expect(report.attempt == 1)
            #expect(report.answerExcerpt == Array("thanks".utf8))
            #expect(report.timings != nil)
        }
        let request = try #require(receiver.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/hook?key=1")
        #expect(request.body == DeliveryJob.body(1))
        #expect(request.headers["content-type"] == "application/json; charset=utf-8")
        #expect(request.headers["user-agent"] == "arrived/1.2.3")
        #expect(request.headers["webhook-id"] == "notice-1")
        let sentAt = try #require(request.headers["webhook-timestamp"].flatMap(Int64.init))
        #expect(sentAt >= FastClock.startMilliseconds / 1_000)
        try StandardWebhooks.verify(
            id: request.headers["webhook-id"],
            timestamp: request.headers["webhook-timestamp"],
            signature: request.headers["webhook-signature"],
            body: request.body,
            secret: WebhookSecret(Self.secret),
            nowSeconds: sentAt
        )
    }

    @Test func unsignedNoticeHasNoSignature() async throws {
        let receiver = try LocalReceiver()
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink) { courier, _ in
            _ = courier.accept([.live(1, url: receiver.url())])
            _ = await sink.finals(1)
        }
        #expect(receiver.requests.map { $0.headers["webhook-signature"] } == [nil])
    }

    @Test func failureIsRepeatedWithTheSameIdUntilItSucceeds() async throws {
        let receiver = try LocalReceiver { request in .reply(status: request.number < 2 ? 500 : 200) }
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink) { courier, _ in
            _ = courier.accept([.live(1, url: receiver.url(), secret: Self.secret)])
            _ = await sink.finals(1)
        }
        let reports = await sink.reports
        #expect(reports.map(\.attempt) == [1, 2, 3])
        #expect(reports.map(\.status) == [500, 500, 200])
        #expect(reports.map(\.outcome.isFinal) == [false, false, true])
        #expect(receiver.requests.map { $0.headers["webhook-id"] } == ["notice-1", "notice-1", "notice-1"])
        // Each attempt is signed for its own moment; the first two may fall into one second.
        #expect(Set(receiver.requests.map { $0.headers["webhook-timestamp"] }).count >= 2)
    }

    @Test func retryAfterIsObeyed() async throws {
        let receiver = try LocalReceiver { request in
            request.number == 0 ? .reply(status: 429, headers: [("retry-after", "30")]) : .ok
        }
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink, rate: 200) { courier, _ in
            _ = courier.accept([.live(1, url: receiver.url())])
            _ = await sink.finals(1)
        }
        let reports = await sink.reports
        guard case .retry(let at, .throttled) = reports[0].outcome else {
            Issue.record("the first attempt came to \(reports[0].outcome)")
            return
        }
        #expect(at == reports[0].finishedAt + 30_000)
        #expect(try #require(reports[1].startedAt) >= at)
    }

    @Test func goneEndpointIsGivenUp() async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 410) }
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink) { courier, _ in
            _ = courier.accept([.live(1, url: receiver.url())])
            #expect(await sink.finals(1).map(\.outcome) == [.gaveUp(.gone)])
        }
        #expect(receiver.requests.count == 1)
    }

    @Test func redirectIsRejectedAndNotFollowed() async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 302, headers: [("location", "/elsewhere")]) }
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink) { courier, _ in
            _ = courier.accept([.live(1, url: receiver.url("/here"))])
            #expect(await sink.finals(1).map(\.outcome) == [.gaveUp(.rejected)])
        }
        #expect(receiver.requests.map(\.target) == ["/here", "/here", "/here"])
    }

    @Test func hangingEndpointTimesOutAndIsAskedAgain() async throws {
        let receiver = try LocalReceiver { request in request.number == 0 ? .hang : .ok }
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink, configuration: .testing { $0.attemptTimeoutMilliseconds = 100 }) {
            courier,
            _ in
            _ = courier.accept([.live(1, url: receiver.url())])
            _ = await sink.finals(1)
        }
        let reports = await sink.reports
        #expect(reports.map(\.fault?.kind) == [.timeout, nil])
        #expect(reports.last?.outcome == .sent)
    }

    @Test func endlessAnswerCountsByItsStatusAndIsCut() async throws {
        let receiver = try LocalReceiver { _ in .endlessBody }
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink) { courier, _ in
            _ = courier.accept([.live(1, url: receiver.url())])
            let report = try #require(await sink.finals(1).first)
            #expect(report.outcome == .sent)
            #expect(report.answerExcerpt.count == AttemptReport.excerptLimitBytes)
        }
    }

    @Test func refusingEndpointIsGivenUpAtItsDeadline() async throws {
        let port = try RefusingPort()
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink, rate: 200) { courier, clock in
            _ = courier.accept([.live(1, url: port.url(), deadline: clock.now() + 60_000)])
            #expect(await sink.finals(1).map(\.outcome) == [.gaveUp(.deadlinePassed)])
        }
        let reports = await sink.reports
        #expect(reports.count > 1)
        #expect(reports.allSatisfy { $0.fault?.kind == .connect || $0.startedAt == nil })
    }

    @Test(arguments: [
        ("http://127.0.0.1:1/", nil, DeliveryFailure.addressRefused),
        ("https://localhost:1/", nil, .addressRefused),
        ("ftp://127.0.0.1/", nil, .badURL),
        ("https://name:word@127.0.0.1/", nil, .badURL),
        ("http://127.0.0.1:1/", "whsec_", .badSecret),
    ])
    func whatCannotWorkIsGivenUpAtOnce(url: String, secret: String?, failure: DeliveryFailure) async throws {
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink, policy: .closed) { courier, _ in
            _ = courier.accept([.live(1, url: url, secret: secret)])
            #expect(await sink.finals(1).map(\.outcome) == [.gaveUp(failure)])
        }
        #expect(await sink.reports.count == 1)
    }

    @Test func withdrawnNoticeIsNotSent() async throws {
        let receiver = try LocalReceiver { _ in .held(status: 500) }
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink, configuration: .testing { $0.endpointInFlightLimit = 1 }) {
            courier,
            _ in
            _ = courier.accept([.live(1, url: receiver.url()), .live(2, url: receiver.url())])
            try await receiver.waitForRequests(1)
            courier.cancel(noticeIDs: ["notice-1", "notice-2"])
            receiver.release()
            let finals = await sink.finals(2)
            #expect(finals.map(\.outcome) == [.cancelled, .cancelled])
            #expect(finals.count { $0.startedAt == nil } == 1)
        }
        #expect(receiver.requests.count == 1)
    }

    @Test func jobsOverTheLimitAreTakenWhenOthersHaveEnded() async throws {
        let receiver = try LocalReceiver()
        let sink = RecordingSink(isOpen: false)
        try await Courier.withRunning(sink: sink, configuration: .testing { $0.jobLimit = 2 }) { courier, _ in
            let jobs = (1...3).map { DeliveryJob.live($0, url: receiver.url()) }
            #expect(courier.accept(jobs) == 2)
            try await receiver.waitForRequests(2)
            // Sent, but their reports are not recorded yet.
            #expect(!courier.hasRoom)
            #expect(courier.accept([jobs[2]]) == 0)
            await sink.open()
            while courier.accept([jobs[2]]) == 0 { await Task.yield() }
            #expect(await sink.finals(3).count == 3)
        }
    }
}
