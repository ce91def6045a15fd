import CurlTransport
import Testing
import WebhookDelivery

/// Answers of no platform: none stops the judge, and none counts as sent.
struct ChannelAnswerFuzzTests {
    private static let rounds = 4_000

    private static let pieces = [
        "{", "}", "[", "]", ":", ",", "\"errcode\"", "\"code\"", "\"StatusCode\"", "\"event\"", "\"id\"", "\"message\"",
        "\"punish\"", "\"wait\"", "\"status\"", "\"errmsg\"", "0", "\"0\"", "-1", "1e9", "1e999", "93000", "310000",
        "null", "true", "\"\\ud800\"", "\"x\"", " ", "\u{FEFF}", "\\", "村",
    ]

    /// A proof as this test reads it, apart from the code: the platform's own words of success stand in the answer.
    private static func mayProve(_ text: String, _ channel: Channel) -> Bool {
        let plain = text.filter { !$0.isWhitespace }
        func says(_ name: String, _ values: [String]) -> Bool {
            values.contains { plain.contains("\"\(name)\":\($0)") }
        }
        let zeros = ["0", "\"0\"", "-0"]
        return switch channel {
        case .generic: true
        case .wecom, .dingtalk: says("errcode", zeros)
        case .feishu: says("code", zeros) || says("StatusCode", zeros)
        case .ntfy: says("event", ["\"message\""]) && plain.contains("\"id\":")
        }
    }

    @Test(arguments: Channel.allCases)
    func noAnswerIsSentWithoutProof(channel: Channel) {
        var generator = SeededGenerator(seed: 21)
        for round in 0..<Self.rounds {
            let count = Int.random(in: 0...14, using: &generator)
            let inner = (0..<count).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
            let text = round.isMultiple(of: 2) ? "{\(inner)}" : inner
            let status = [200, 200, 400, 429, 500].randomElement(using: &generator) ?? 200
            let reply = CurlReply(status: status, headers: [], body: Array(text.utf8))
            let verdict = AttemptResult(reply, from: channel).verdict
            if verdict == .sent {
                #expect(status == 200 && Self.mayProve(text, channel), "\(text)")
            }
        }
    }

    @Test(arguments: [Channel.wecom, .dingtalk, .feishu, .ntfy])
    func brokenSuccessIsNotSent(channel: Channel) {
        let success = Array(
            (channel == .ntfy
                ? #"{"id":"a1","event":"message","topic":"t"}"#
                : #"{"errcode":0,"code":0,"errmsg":"ok"}"#).utf8
        )
        // Cut anywhere.
        for end in 0..<success.count {
            let reply = CurlReply(status: 200, headers: [], body: Array(success[..<end]), bodyTruncated: true)
            #expect(AttemptResult(reply, from: channel).verdict == .rejected)
        }
        // Bytes of no text.
        var generator = SeededGenerator(seed: 22)
        for _ in 0..<Self.rounds {
            let bytes = (0..<Int.random(in: 0...64, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let reply = CurlReply(status: 200, headers: [], body: bytes)
            #expect(AttemptResult(reply, from: channel).verdict != .sent)
        }
    }

    @Test(arguments: [Channel.wecom, .dingtalk, .feishu, .ntfy])
    func deepAndLongAnswersAreJudged(channel: Channel) {
        for text in [
            String(repeating: "[", count: 60_000), String(repeating: "{\"errcode\":", count: 6_000),
            "{\"errcode\":" + String(repeating: "0", count: 60_000) + "}",
            "{\"errmsg\":\"" + String(repeating: "村", count: 20_000) + "\"}",
        ] {
            let reply = CurlReply(status: 200, headers: [], body: Array(text.utf8))
            #expect(AttemptResult(reply, from: channel).verdict == .rejected)
        }
    }
}
