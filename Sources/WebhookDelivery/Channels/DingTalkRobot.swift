/// A group robot of DingTalk: text, with the phones of those it calls in the text as well (channels, section 3).
enum DingTalkRobot {
    /// Of the text: a message may have 20,000 bytes, and JSON may need two for one.
    static let textLimitBytes = 8_000

    static func request(
        _ messages: [ChannelMessage],
        url: String,
        secret: String?,
        timestampMilliseconds: Int64
    ) -> ChannelRequest {
        // Without the sign in the text nobody is highlighted (section 3.3).
        let mentions = messages.mentions
        let called = mentions.map { "@\($0)" }.joined(separator: " ")
        let text = messages.text(limitBytes: textLimitBytes, ending: called.isEmpty ? "" : "\n\(called)")
        return ChannelRequest(
            url: signed(url, secret: secret, timestampMilliseconds: timestampMilliseconds),
            body: ChannelJSON.encoded(Body(text: Text(content: text), at: Mentions(atMobiles: mentions)))
        )
    }

    /// The URL with timestamp and signature in its query; as it is when there is no secret.
    private static func signed(_ url: String, secret: String?, timestampMilliseconds: Int64) -> String {
        guard let secret, !secret.isEmpty else { return url }
        let sign = ChannelSignature.dingtalk(timestampMilliseconds: timestampMilliseconds, secret: secret)
            .replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
        let base = url.prefix { $0 != "#" }
        let joint = !base.contains("?") ? "?" : base.hasSuffix("?") || base.hasSuffix("&") ? "" : "&"
        return "\(base)\(joint)timestamp=\(timestampMilliseconds)&sign=\(sign)"
    }

    private struct Body: Encodable {
        let msgtype = "text"
        let text: Text
        let at: Mentions
    }

    private struct Text: Encodable {
        let content: String
    }

    private struct Mentions: Encodable {
        let atMobiles: [String]
        let isAtAll = false
    }
}
