extension ChannelMessage {
    /// Title, lines and link one below the other, in at most so many bytes of UTF-8.
    ///
    /// What is too long is cut before the link: without it nobody can answer.
    func text(limitBytes: Int, ending: String = "") -> String {
        let tail = "\n\(linkLabel)\(linkLabel.isEmpty ? "" : "\n")\(link)\(ending)"
        let head = ([title] + body).joined(separator: "\n")
        return head.cut(toBytes: max(0, limitBytes - tail.utf8.count)) + tail
    }

    /// Bytes of all that it says, mentions included.
    private var byteCount: Int {
        text(limitBytes: .max).utf8.count + mentions.reduce(0) { $0 + 1 + $1.utf8.count }
    }

    /// Whether these messages, one below the other, have room in one of the channel's; a single one is cut to fit.
    static func fit(_ messages: [ChannelMessage], over channel: Channel) -> Bool {
        guard let limit = channel.textLimitBytes else { return messages.count == 1 }
        return messages.reduce(0) { $0 + $1.byteCount + blankLine.utf8.count } <= limit
    }

    /// Between messages that share one of the channel's.
    static let blankLine = "\n\n"
}

extension [ChannelMessage] {
    /// All of them one below the other; a single one is cut to fit.
    func text(limitBytes: Int, ending: String = "") -> String {
        guard count > 1 else { return first?.text(limitBytes: limitBytes, ending: ending) ?? "" }
        let whole = map { $0.text(limitBytes: limitBytes) }.joined(separator: ChannelMessage.blankLine)
        return whole.cut(toBytes: limitBytes - ending.utf8.count) + ending
    }

    /// The phones of all whom they concern, each once.
    var mentions: [String] {
        var seen: Set<String> = []
        return flatMap(\.mentions).filter { seen.insert($0).inserted }
    }
}

extension Channel {
    /// Of a group's message; nil where nobody shares one.
    var textLimitBytes: Int? {
        switch self {
        case .wecom: WeComRobot.textLimitBytes
        case .dingtalk: DingTalkRobot.textLimitBytes
        case .feishu: FeishuRobot.textLimitBytes
        case .generic, .ntfy: nil
        }
    }
}
