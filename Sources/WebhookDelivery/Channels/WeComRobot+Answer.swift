extension WeComRobot {
    /// “Released after about a minute”; what is sent meanwhile is dropped (channels, section 2.6).
    static let pauseMilliseconds: Int64 = 60_000

    static func judge(_ answer: ChannelAnswer) -> ChannelJudgement {
        guard let code = answer.number("errcode") else { return ChannelJudgement(answer.unproven) }
        return ChannelJudgement(verdict(code, answer), code: code)
    }

    private static func verdict(_ code: Int64, _ answer: ChannelAnswer) -> AttemptResult.Verdict {
        switch code {
        case 0: answer.hasSucceeded ? .sent : answer.unproven
        // System busy.
        case -1: .retry(.serverError, after: answer.retryAfter)
        case 45009, 45033: .rateLimited(pauseMilliseconds: pauseMilliseconds)
        // One code for a robot that is no more and for a text that is too long; only the text tells them apart.
        case 93000: answer.text("errmsg").contains("invalid webhook url") ? .hopeless(.gone) : .hopeless(.badMessage)
        case 40008, 40058, 44004: .hopeless(.badMessage)
        default: answer.unproven
        }
    }
}
