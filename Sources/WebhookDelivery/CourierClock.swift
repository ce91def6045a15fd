import CurlTransport

/// The clocks that the courier goes by, and what it learns of them from answers. All closures never block.
package struct CourierClock: Sendable {
    /// Elapsed milliseconds: what retries, paces, pauses and deadlines are counted by.
    let now: @Sendable () -> Int64
    /// Wall-clock milliseconds since 1970: what signatures carry.
    let wall: @Sendable () -> Int64
    /// Whether the wall clock is doubted, so that what fails by it is laid to the clock and not to the endpoint.
    let isDoubted: @Sendable () -> Bool
    /// An endpoint's answer said what time it is there, in milliseconds since 1970.
    let hear: @Sendable (_ date: Int64, _ endpointID: Int64) -> Void

    package init(
        now: @escaping @Sendable () -> Int64,
        wall: @escaping @Sendable () -> Int64,
        isDoubted: @escaping @Sendable () -> Bool,
        hear: @escaping @Sendable (_ date: Int64, _ endpointID: Int64) -> Void
    ) {
        self.now = now
        self.wall = wall
        self.isDoubted = isDoubted
        self.hear = hear
    }

    /// One clock for both, which is always right.
    package init(_ now: @escaping @Sendable () -> Int64) {
        self.init(now: now, wall: now, isDoubted: { false }, hear: { _, _ in })
    }

    /// What an attempt came to, by these clocks: its dates in elapsed time, and refusals that a wrong clock explains retried.
    func judged(_ result: AttemptResult, from endpointID: Int64) -> AttemptResult {
        var result = result
        // First, since it may be what shows that the clock is wrong.
        if let date = result.date { hear(date, endpointID) }
        if isDoubted(), result.mayComeFromWrongClock { result.verdict = .retry(.clockDoubted, after: nil) }
        if case .retry(let failure, .date(let date)) = result.verdict {
            result.verdict = .retry(failure, after: .date(date.addingSaturated(now().addingSaturated(-wall()))))
        }
        return result
    }
}

extension AttemptResult {
    /// Whether a clock that is wrong on this side may be why: signatures carry times, and certificates have them.
    var mayComeFromWrongClock: Bool {
        switch verdict {
        case .misconfigured(.signatureRefused), .hopeless(.signatureRefused), .rejected: true
        case .retry: fault?.kind == .tls
        case .sent, .rateLimited, .hopeless, .misconfigured, .cancelled: false
        }
    }
}

extension Int64 {
    /// The sum, or the end of the range that it would pass: dates come from outside.
    fileprivate func addingSaturated(_ more: Int64) -> Int64 {
        let (sum, hasOverflowed) = addingReportingOverflow(more)
        return hasOverflowed ? (more > 0 ? .max : .min) : sum
    }
}
