extension DingTalkRobot {
    /// Whoever sends more than 20 messages a minute is silenced for ten minutes (channels, section 3.5).
    static let pauseMilliseconds: Int64 = 600_000
    /// The quota of an organisation; it is counted by the day and the month.
    static let quotaPauseMilliseconds: Int64 = 3_600_000
    /// The gateway names a `wait` without its unit; it is taken for seconds, and no less than a minute.
    static let gatewayPausesMilliseconds: ClosedRange<Int64> = 60_000...600_000
    /// A busy system is to be asked three times at most; with this pause an offer's life holds few more.
    static let busyPauseSeconds: Int64 = 20

    static func judge(_ answer: ChannelAnswer) -> ChannelJudgement {
        guard let code = answer.number("errcode") else {
            // The gateway's own answer has no `errcode` (section 0).
            guard !answer.has("errcode"), answer.has("punish") else { return ChannelJudgement(answer.unproven) }
            let wait = min(max(answer.number("wait") ?? 0, 0), gatewayPausesMilliseconds.upperBound / 1_000) * 1_000
            let pause = max(wait, gatewayPausesMilliseconds.lowerBound)
            return ChannelJudgement(.rateLimited(pauseMilliseconds: pause), code: answer.number("status"))
        }
        return ChannelJudgement(verdict(code, answer), code: code)
    }

    private static func verdict(_ code: Int64, _ answer: ChannelAnswer) -> AttemptResult.Verdict {
        let text = answer.text("errmsg")
        return switch code {
        case 0: answer.hasSucceeded ? .sent : answer.unproven
        case -1: .retry(.serverError, after: answer.retryAfter ?? .seconds(busyPauseSeconds))
        case 310000: .misconfigured(securityFailure(text))
        case 88: .misconfigured(.configuration)
        case 90030: .rateLimited(pauseMilliseconds: quotaPauseMilliseconds)
        case 130101, 410100, 450101: .rateLimited(pauseMilliseconds: pauseMilliseconds)
        // Missing or refused parts of the message, and words that its moderation does not pass.
        case 400105, 40035, 43002, 43004, 430101...430104: .hopeless(.badMessage)
        // Lists of codes disagree; one who was too fast must not be taken for gone.
        case _ where isTooFast(text): .rateLimited(pauseMilliseconds: pauseMilliseconds)
        // No such token, robot stopped, robot not in the group, group dissolved.
        case 300001, 300005, 400101, 400102, 400106, 400013: .hopeless(.gone)
        default: answer.unproven
        }
    }

    private static func isTooFast(_ text: String) -> Bool {
        ["too fast", "exceed", "限流"].contains { text.contains($0) }
    }

    /// One code for all the security settings of a robot.
    private static func securityFailure(_ text: String) -> DeliveryFailure {
        if text.contains("keyword") { return .keywordMissing }
        if text.contains("sign not match") { return .signatureRefused }
        if text.contains("timestamp") || text.contains("过期") { return .signatureRefused }
        if text.contains("whitelist") { return .senderRefused }
        return .configuration
    }
}
