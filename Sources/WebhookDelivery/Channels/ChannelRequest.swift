/// One POST to an endpoint, made for one attempt: signatures carry the attempt's time.
package struct ChannelRequest: Sendable {
    package var url: String
    /// Beside `user-agent`.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    /// All platforms refuse JSON under another type; DingTalk answers 43004.
    static let contentType = (name: "content-type", value: "application/json; charset=utf-8")

    init(url: String, headers: [(name: String, value: String)] = [], body: [UInt8]) {
        self.url = url
        self.headers = [ChannelRequest.contentType] + headers
        self.body = body
    }

    /// - Parameters:
    ///   - secret: as the list has it; nil or empty sends unsigned.
    ///   - noticeID: the same for every attempt.
    ///   - timestampMilliseconds: the attempt's moment, since 1970.
    package init(
        _ payload: ChannelPayload,
        over channel: Channel,
        url: String,
        secret: String?,
        noticeID: String,
        timestampMilliseconds: Int64
    ) throws(ChannelFault) {
        switch (channel, payload) {
        case (.generic, .json(let body)):
            self = try GenericEndpoint.request(
                body,
                url: url,
                secret: secret,
                noticeID: noticeID,
                timestampSeconds: timestampMilliseconds / 1_000
            )
        case (.wecom, .messages(let messages)):
            self = WeComRobot.request(messages, url: url)
        case (.dingtalk, .messages(let messages)):
            self = DingTalkRobot.request(
                messages,
                url: url,
                secret: secret,
                timestampMilliseconds: timestampMilliseconds
            )
        case (.feishu, .messages(let messages)):
            self = FeishuRobot.request(
                messages,
                url: url,
                secret: secret,
                timestampSeconds: timestampMilliseconds / 1_000
            )
        case (.ntfy, .messages(let messages)):
            // To one person each is sent by itself.
            guard let message = messages.first, messages.count == 1 else { throw .badPayload }
            self = try NtfyTopic.request(message, url: url, token: secret)
        case (.generic, .messages), (.wecom, .json), (.dingtalk, .json), (.feishu, .json), (.ntfy, .json):
            throw .badPayload
        }
    }
}
