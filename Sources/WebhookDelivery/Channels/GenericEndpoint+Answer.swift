import CurlTransport

extension GenericEndpoint {
    /// By the status alone, as Standard Webhooks has it: 2xx is success and nothing else is.
    static func judge(_ reply: CurlReply) -> ChannelJudgement {
        let after = reply.header("retry-after").flatMap(RetryAfter.init)
        let verdict: AttemptResult.Verdict =
            switch reply.status {
            case 200..<300: .sent
            case 410: .hopeless(.gone)
            case 408, 425, 429: .retry(.throttled, after: after)
            case 500..<600: .retry(.serverError, after: after)
            default: .rejected
            }
        return ChannelJudgement(verdict)
    }
}
