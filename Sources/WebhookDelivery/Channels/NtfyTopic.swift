/// A topic of ntfy, on one person's phone: its buttons answer without a page (docs.ntfy.sh, Publish as JSON).
enum NtfyTopic {
    /// Of the message: the server takes 4,096 bytes of it and 8,192 of JSON, which may need two for one and holds the
    /// buttons' links too.
    static let messageLimitBytes = 1_500
    /// Of the title, which a phone shows on one line.
    static let titleLimitBytes = 250
    /// Of a button.
    static let labelLimitBytes = 60
    /// Buttons that the apps show.
    static let actionLimit = 3

    static func request(_ message: ChannelMessage, url: String, token: String?) throws(ChannelFault) -> ChannelRequest {
        guard let address = NtfyAddress(url) else { throw .badURL }
        let body = Body(
            topic: address.topic,
            title: message.title.cut(toBytes: titleLimitBytes),
            message: message.body.joined(separator: "\n").cut(toBytes: messageLimitBytes),
            priority: priority(message.priority),
            click: message.link,
            actions: message.actions.prefix(actionLimit).map(Button.init)
        )
        var headers: [(name: String, value: String)] = []
        if let token, !token.isEmpty { headers.append((name: "authorization", value: "Bearer \(token)")) }
        return ChannelRequest(url: address.server, headers: headers, body: ChannelJSON.encoded(body))
    }

    /// 1 to 5; from 4 on a phone vibrates longer, and 5 passes over its silence.
    private static func priority(_ priority: ChannelMessage.Priority) -> Int {
        switch priority {
        case .low: 2
        case .normal: 3
        case .high: 4
        case .urgent: 5
        }
    }

    private struct Body: Encodable {
        let topic: String
        let title: String
        let message: String
        let priority: Int
        /// Opened by a tap on the message.
        let click: String
        let actions: [Button]
    }

    private struct Button: Encodable {
        let action = "http"
        let method = "POST"
        let headers = ["content-type": "application/json"]
        /// The message goes once it was answered.
        let clear = true
        let label: String
        let url: String
        let body: String

        init(_ action: ChannelMessage.Action) {
            label = action.label.cut(toBytes: labelLimitBytes)
            url = action.url
            body = action.body
        }
    }
}
