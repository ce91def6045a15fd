package import CurlTransport

/// What one attempt came to, judged for a generic endpoint: 2xx is success and nothing else is.
package struct AttemptResult: Hashable, Sendable {
    package enum Verdict: Hashable, Sendable {
        case sent
        /// Worth repeating; the endpoint may have said when.
        case retry(DeliveryFailure, after: RetryAfter?)
        /// Worth few repeats.
        case rejected
        /// Repeating cannot help.
        case hopeless(DeliveryFailure)
        /// It was ended from this side.
        case cancelled
    }

    package var verdict: Verdict
    package var status: Int?
    package var fault: CurlFault?
    package var timings: CurlReply.Timings?
    package var excerpt: [UInt8]

    package init(_ verdict: Verdict) {
        self.verdict = verdict
        excerpt = []
    }

    package init(_ reply: CurlReply) {
        self.init(AttemptResult.verdict(reply))
        status = reply.status
        timings = reply.timings
        excerpt = Array(reply.body.prefix(AttemptReport.excerptLimitBytes))
    }

    package init(_ fault: CurlFault) {
        self.init(AttemptResult.verdict(fault))
        self.fault = fault
    }

    /// Whether the endpoint answered as one in good health does, whatever it thinks of this notice.
    var isHealthy: Bool {
        switch verdict {
        case .sent, .rejected, .hopeless: true
        case .retry, .cancelled: false
        }
    }

    private static func verdict(_ reply: CurlReply) -> Verdict {
        let after = reply.header("retry-after").flatMap(RetryAfter.init)
        return switch reply.status {
        case 200..<300: .sent
        case 410: .hopeless(.gone)
        case 408, 425, 429: .retry(.throttled, after: after)
        case 500..<600: .retry(.serverError, after: after)
        default: .rejected
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
