package import CurlTransport

/// What an answer means for the delivery, and what the platform called it.
package struct ChannelJudgement: Hashable, Sendable {
    package var verdict: AttemptResult.Verdict
    /// As the platform writes it; nil when its answer had none.
    package var platformCode: String?

    init(_ verdict: AttemptResult.Verdict, code: Int64? = nil) {
        self.verdict = verdict
        platformCode = code.map(String.init)
    }
}

extension Channel {
    /// Judges an answer by the channel's own rules.
    package func judge(_ reply: CurlReply) -> ChannelJudgement {
        switch self {
        case .generic: GenericEndpoint.judge(reply)
        case .wecom: WeComRobot.judge(ChannelAnswer(reply))
        case .dingtalk: DingTalkRobot.judge(ChannelAnswer(reply))
        case .feishu: FeishuRobot.judge(ChannelAnswer(reply))
        case .ntfy: NtfyTopic.judge(ChannelAnswer(reply))
        }
    }
}
