import WebhookDelivery

extension ChannelMessage {
    /// A message with what the test cares about and the rest plainly invented.
    static func make(
        title: String = "【求助】有人摔倒",
        lines: [String] = ["杨树镇东杨村", "离您约 600 米"],
        link: String = "https://county.example/o/abc",
        actions: [Action] = [],
        people: [Person] = []
    ) -> ChannelMessage {
        ChannelMessage(title: title, lines: lines, people: people, linkLabel: "点这里答复", link: link, actions: actions)
    }
}

extension ChannelRequest {
    /// A request for a message over a channel at an invented moment.
    static func make(
        _ message: ChannelMessage = .make(),
        over channel: Channel,
        url: String,
        secret: String? = nil,
        at milliseconds: Int64 = 1_700_000_000_123
    ) throws(ChannelFault) -> ChannelRequest {
        try ChannelRequest(
            .messages([message]),
            over: channel,
            url: url,
            secret: secret,
            noticeID: "notice-1",
            timestampMilliseconds: milliseconds
        )
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
