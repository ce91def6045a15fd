/// When to try again, fitted to the life of an offer: quickly at first, then once a minute.
///
/// An offer is worth something for minutes, so the pauses of ordinary webhooks, which reach hours, would lose it.
/// Pauses before the jitter, in seconds: 1, 2, 4, 8, 15, 30, 60, 60, 60, 60.
package enum RetrySchedule {
    private static let pausesMilliseconds: [Int64] = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000]
    /// Each pause is drawn from 80 to 120 per cent of its value, so that endpoints that failed together do not all come
    /// back together.
    private static let jitterPermille: ClosedRange<Int64> = 800...1_200
    /// Longest pause an endpoint's `Retry-After` is followed to; a longer one would outlive most offers.
    package static let retryAfterLimitMilliseconds: Int64 = 120_000
    /// A pause that a platform demands is drawn from 100 to 120 per cent of it: never less, and not all at once.
    private static let demandedJitterPermille: ClosedRange<Int64> = 1_000...1_200
    /// Attempts made before a rejection is believed.
    package static let rejectedAttemptLimit = 3

    /// The pause after this many attempts, at least 1.
    package static func pauseMilliseconds(
        afterAttempts attempts: Int,
        using generator: inout some RandomNumberGenerator
    ) -> Int64 {
        let pause = pausesMilliseconds[min(max(attempts, 1), pausesMilliseconds.count) - 1]
        return pause * Int64.random(in: jitterPermille, using: &generator) / 1_000
    }

    /// The moment of the next attempt, or `nil` if the deadline comes first.
    ///
    /// `Retry-After` can make it later than the schedule would, up to `retryAfterLimitMilliseconds`, and never earlier.
    package static func nextAttempt(
        afterAttempts attempts: Int,
        now: Int64,
        retryAfter: RetryAfter?,
        deadline: Int64,
        using generator: inout some RandomNumberGenerator
    ) -> Int64? {
        let scheduled = now + pauseMilliseconds(afterAttempts: attempts, using: &generator)
        let asked = min(retryAfter?.moment(now: now) ?? scheduled, now + retryAfterLimitMilliseconds)
        let moment = max(scheduled, asked)
        return moment < deadline ? moment : nil
    }

    /// The moment of the next attempt after a platform demanded a pause, or `nil` if the deadline comes first.
    package static func afterDemandedPause(
        milliseconds: Int64,
        now: Int64,
        deadline: Int64,
        using generator: inout some RandomNumberGenerator
    ) -> Int64? {
        let moment = now + milliseconds * Int64.random(in: demandedJitterPermille, using: &generator) / 1_000
        return moment < deadline ? moment : nil
    }
}
