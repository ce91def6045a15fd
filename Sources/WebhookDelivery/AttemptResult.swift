package import CurlTransport

/// What one attempt came to, judged by the rules of its channel.
package struct AttemptResult: Hashable, Sendable {
    package enum Verdict: Hashable, Sendable {
        case sent
        /// Worth repeating; the endpoint may have said when.
        case retry(DeliveryFailure, after: RetryAfter?)
        /// Worth few repeats.
        case rejected
        /// The endpoint takes no more for so long; it may take this one later.
        case rateLimited(pauseMilliseconds: Int64)
        /// Repeating cannot help.
        case hopeless(DeliveryFailure)
        /// Repeating cannot help before somebody changes what the list or the platform says of the endpoint.
        case misconfigured(DeliveryFailure)
        /// It was ended from this side.
        case cancelled
    }

    package var verdict: Verdict
    package var status: Int?
    package var fault: CurlFault?
    package var timings: CurlReply.Timings?
    package var excerpt: [UInt8]
    /// What the platform called it; nil for generic endpoints.
    package var platformCode: String?
    /// What time it is at the endpoint, by its answer, in milliseconds since 1970; nil when it does not say.
    var date: Int64?

    package init(_ verdict: Verdict) {
        self.verdict = verdict
        excerpt = []
    }

    package init(_ reply: CurlReply, from channel: Channel) {
        let judgement = channel.judge(reply)
        self.init(judgement.verdict)
        platformCode = judgement.platformCode
        status = reply.status
        timings = reply.timings
        date = reply.header("date").flatMap(RetryAfter.milliseconds(ofDate:))
        excerpt = Array(reply.body.prefix(AttemptReport.excerptLimitBytes))
    }

    package init(_ fault: CurlFault) {
        self.init(AttemptResult.verdict(fault))
        self.fault = fault
    }

    /// Why it was not sent; nil when it was.
    package var failure: DeliveryFailure? {
        switch verdict {
        case .sent: nil
        case .retry(let reason, _), .hopeless(let reason), .misconfigured(let reason): reason
        case .rejected: .rejected
        case .rateLimited: .rateLimited
        case .cancelled: .timeout
        }
    }

    /// Whether the endpoint answered as one in good health does, whatever it thinks of this notice.
    var isHealthy: Bool {
        switch verdict {
        case .sent, .rejected, .hopeless, .misconfigured: true
        case .retry, .rateLimited, .cancelled: false
        }
    }

    private static func verdict(_ fault: CurlFault) -> Verdict {
        switch fault.kind {
        case .resolve, .connect, .tls, .broken, .tooLarge, .overloaded, .other: .retry(.network, after: nil)
        case .timeout: .retry(.timeout, after: nil)
        case .addressRefused: .hopeless(.addressRefused)
        case .badURL: .hopeless(.badURL)
        // The headers are our own but for the secret's signature, and no file is sent: a bug, which repeating repeats.
        case .badHeader, .bodyFile: .hopeless(.rejected)
        case .cancelled: .cancelled
        }
    }
}
