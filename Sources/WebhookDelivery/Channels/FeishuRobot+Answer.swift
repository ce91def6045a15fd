extension FeishuRobot {
    /// 100 messages a minute; none is told how long to wait but by the gateway (channels, section 4.4).
    static let pauseMilliseconds: Int64 = 60_000
    /// How long the gateway's header is followed.
    static let gatewayPausesSeconds: ClosedRange<Int64> = 1...600

    static func judge(_ answer: ChannelAnswer) -> ChannelJudgement {
        // `StatusCode` is 0 in some failures: it counts only where there is no `code`.
        let name = answer.has("code") ? "code" : "StatusCode"
        guard let code = answer.number(name) else { return ChannelJudgement(answer.unproven) }
        return ChannelJudgement(verdict(code, answer), code: code)
    }

    private static func verdict(_ code: Int64, _ answer: ChannelAnswer) -> AttemptResult.Verdict {
        switch code {
        case 0: answer.hasSucceeded ? .sent : answer.unproven
        case 11232: .rateLimited(pauseMilliseconds: pauseMilliseconds)
        case 9499:
            answer.text("msg").contains("too many request")
                ? .rateLimited(pauseMilliseconds: pauseMilliseconds) : .hopeless(.badMessage)
        case 99_991_400: .rateLimited(pauseMilliseconds: gatewayPauseMilliseconds(answer))
        case 19001, 19007: .hopeless(.gone)
        // Wrong secret, or our clock.
        case 19021: .misconfigured(.signatureRefused)
        case 19022: .misconfigured(.senderRefused)
        case 19024: .misconfigured(.keywordMissing)
        default: answer.unproven
        }
    }

    private static func gatewayPauseMilliseconds(_ answer: ChannelAnswer) -> Int64 {
        guard let seconds = answer.headerNumber("x-ogw-ratelimit-reset") else { return pauseMilliseconds }
        return min(max(seconds, gatewayPausesSeconds.lowerBound), gatewayPausesSeconds.upperBound) * 1_000
    }
}
