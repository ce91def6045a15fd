import CurlTransport
import Foundation
import TestSupport
import Testing
import WebhookDelivery

/// The courier against a receiver that stands in for each platform: nothing counts as sent that was not.
@Suite(.timeLimit(.minutes(3)))
struct ChannelCourierTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let channel: Channel
        let answer: String
        let outcome: AttemptOutcome
        var attempts = 1

        var testDescription: String { "\(channel) \(answer)" }
    }

    /// All are answered with HTTP 200, as the platforms do.
    private static let rows = [
        Row(channel: .wecom, answer: #"{"errcode":0,"errmsg":"ok"}"#, outcome: .sent),
        Row(channel: .wecom, answer: #"{"errcode":93000,"errmsg":"invalid webhook url"}"#, outcome: .gaveUp(.gone)),
        Row(channel: .wecom, answer: #"{"errcode":40058}"#, outcome: .gaveUp(.badMessage)),
        Row(channel: .wecom, answer: "<html>welcome</html>", outcome: .gaveUp(.rejected), attempts: 3),
        Row(channel: .wecom, answer: "", outcome: .gaveUp(.rejected), attempts: 3),
        Row(channel: .dingtalk, answer: #"{"errcode":"0","errmsg":"ok"}"#, outcome: .sent),
        Row(
            channel: .dingtalk,
            answer: #"{"errcode":"310000","errmsg":"sign not match"}"#,
            outcome: .gaveUp(.signatureRefused)
        ),
        Row(
            channel: .dingtalk,
            answer: #"{"errcode":310000,"errmsg":"keywords not in content"}"#,
            outcome: .gaveUp(.keywordMissing)
        ),
        Row(channel: .dingtalk, answer: #"{"errcode":1}"#, outcome: .gaveUp(.rejected), attempts: 3),
        Row(channel: .feishu, answer: #"{"code":0,"msg":"success"}"#, outcome: .sent),
        Row(
            channel: .feishu,
            answer: #"{"StatusCode":0,"code":19021,"msg":"sign match fail"}"#,
            outcome: .gaveUp(.signatureRefused)
        ),
        Row(
            channel: .feishu,
            answer: #"{"StatusCode":0,"code":9499,"msg":"Bad Request"}"#,
            outcome: .gaveUp(.badMessage)
        ),
        Row(channel: .feishu, answer: #"{"msg":"success"}"#, outcome: .gaveUp(.rejected), attempts: 3),
        Row(channel: .ntfy, answer: #"{"id":"a","event":"message"}"#, outcome: .sent),
        Row(channel: .ntfy, answer: #"{"code":40301,"http":403}"#, outcome: .gaveUp(.senderRefused)),
        Row(channel: .ntfy, answer: "ok", outcome: .gaveUp(.rejected), attempts: 3),
    ]

    @Test(arguments: rows)
    func answerDecidesWhatBecomesOfADelivery(row: Row) async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 200, body: Array(row.answer.utf8)) }
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink) { courier, _ in
            _ = courier.accept([.live(1, channel: row.channel, url: receiver.url("/topic"))])
            #expect(await sink.finals(1).map(\.outcome) == [row.outcome])
        }
        #expect(receiver.requests.count == row.attempts)
    }

    /// A platform that throttles and then takes the message, with the code of each answer in the reports.
    @Test(
        arguments: [
            (Channel.wecom, #"{"errcode":45009,"errmsg":"api freq out of limit"}"#, #"{"errcode":0}"#, "45009", 60),
            (.dingtalk, #"{"errcode":"130101","errmsg":"send too fast"}"#, #"{"errcode":0}"#, "130101", 600),
            (.dingtalk, #"{"status":1111,"wait":5,"source":"x5","punish":"deny"}"#, #"{"errcode":0}"#, "1111", 60),
            (.feishu, #"{"StatusCode":0,"code":9499,"msg":"too many request"}"#, #"{"code":0}"#, "9499", 60),
            (.ntfy, #"{"code":42901,"http":429}"#, #"{"id":"a","event":"message"}"#, "42901", 60),
        ] as [(Channel, String, String, String, Int64)]
    )
    func throttledMessageIsSentAfterThePause(
        channel: Channel,
        refusal: String,
        success: String,
        code: String,
        pauseSeconds: Int64
    ) async throws {
        let receiver = try LocalReceiver { request in
            .reply(status: 200, body: Array((request.number == 0 ? refusal : success).utf8))
        }
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink, rate: 2_000) { courier, _ in
            _ = courier.accept([.live(1, channel: channel, url: receiver.url("/topic"))])
            #expect(await sink.finals(1).map(\.outcome) == [.sent])
        }
        let reports = await sink.reports
        #expect(reports.map(\.attempt) == [1, 2])
        #expect(reports[0].platformCode == code)
        guard case .retry(let at, .rateLimited) = reports[0].outcome else {
            Issue.record("the first attempt came to \(reports[0].outcome)")
            return
        }
        #expect(at - reports[0].finishedAt >= pauseSeconds * 1_000)
        #expect(try #require(reports[1].startedAt) >= at)
    }

    @Test func everyAttemptIsSignedAnew() async throws {
        let receiver = try LocalReceiver { request in
            .reply(status: 200, body: Array((request.number == 0 ? #"{"errcode":-1}"# : #"{"errcode":0}"#).utf8))
        }
        let sink = RecordingSink()
        let job = DeliveryJob.live(
            1,
            channel: .dingtalk,
            url: receiver.url("/robot/send?access_token=a"),
            secret: "SECdemo"
        )
        try await Courier.withRunning(sink: sink, rate: 200) { courier, _ in
            _ = courier.accept([job])
            #expect(await sink.finals(1).map(\.outcome) == [.sent])
        }
        let targets = receiver.requests.map(\.target)
        #expect(targets.count == 2)
        #expect(Set(targets).count == 2)
        for target in targets {
            let query = try #require(URLComponents(string: target)?.queryItems)
            let values = Dictionary(query.map { ($0.name, $0.value) }) { first, _ in first }
            let timestamp = try #require(values["timestamp"].flatMap { $0 }.flatMap { Int64($0) })
            let sign = ChannelSignature.dingtalk(timestampMilliseconds: timestamp, secret: "SECdemo")
            #expect(values["sign"] == sign)
        }
    }

    @Test(arguments: [
        (Channel.ntfy, "http://127.0.0.1:1/", nil, DeliveryFailure.badURL),
        (.generic, "http://127.0.0.1:1/", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw whsec_", .badSecret),
    ])
    func whatCannotBePutIntoFormIsGivenUpAtOnce(
        channel: Channel,
        url: String,
        secret: String?,
        failure: DeliveryFailure
    ) async throws {
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink) { courier, _ in
            _ = courier.accept([.live(1, channel: channel, url: url, secret: secret)])
            #expect(await sink.finals(1).map(\.outcome) == [.gaveUp(failure)])
        }
    }
}
