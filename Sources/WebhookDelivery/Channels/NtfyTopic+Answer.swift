extension NtfyTopic {
    /// The server gives back one message each few seconds; it does not say when (docs.ntfy.sh, Limitations).
    static let pauseMilliseconds: Int64 = 60_000
    /// The day's messages are used up.
    static let quotaPauseMilliseconds: Int64 = 3_600_000

    /// Success is the message itself, with its id; a failure has a `code`, whose first three digits are the status.
    static func judge(_ answer: ChannelAnswer) -> ChannelJudgement {
        guard let code = answer.number("code") else {
            let isProved =
                answer.hasSucceeded && !answer.has("code") && !answer.has("error")
                && answer.text("event") == "message" && !answer.text("id").isEmpty
            return ChannelJudgement(isProved ? .sent : answer.unproven)
        }
        return ChannelJudgement(verdict(code, answer), code: code)
    }

    private static func verdict(_ code: Int64, _ answer: ChannelAnswer) -> AttemptResult.Verdict {
        switch code {
        case 42908: .rateLimited(pauseMilliseconds: quotaPauseMilliseconds)
        case 42900...42999: .rateLimited(pauseMilliseconds: pauseMilliseconds)
        // No token, or one that may not write to the topic.
        case 40100...40199, 40300...40399: .misconfigured(.senderRefused)
        // Some other server, or a path that is none of ntfy's.
        case 40400...40499, 40009, 40010: .misconfigured(.configuration)
        case 40000...40099, 41300...41399: .hopeless(.badMessage)
        case 50000...50799: .retry(.serverError, after: answer.retryAfter)
        default: answer.unproven
        }
    }
}
