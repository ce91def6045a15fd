package import CurlTransport

/// What the courier tells about one attempt, or about the end of a delivery without a further one.
///
/// Reports of one delivery come in order, and the next attempt is not made before the sink took the last report.
package struct AttemptReport: Hashable, Sendable {
    /// Kept of an answer's body, to show an endpoint's owner what their side said.
    package static let excerptLimitBytes = 2_000

    package var deliveryID: Int64
    package var noticeID: String
    package var endpointID: Int64
    package var kind: String
    /// Attempts made so far, this one included.
    package var attempt: Int
    /// When the attempt started; `nil` if the delivery ended while it waited and none was made.
    package var startedAt: Int64?
    package var finishedAt: Int64
    package var outcome: AttemptOutcome
    package var status: Int?
    package var fault: CurlFault?
    package var timings: CurlReply.Timings?
    package var answerExcerpt: [UInt8]
    /// The platform's own code for the answer, such as `45009`; nil for generic endpoints.
    package var platformCode: String?
    /// The delivery whose message brought this one along; nil when it had one of its own.
    package var leadDeliveryID: Int64?

    /// An end without an attempt.
    package init(_ job: DeliveryJob, endedAt: Int64, _ outcome: AttemptOutcome) {
        deliveryID = job.deliveryID
        noticeID = job.noticeID
        endpointID = job.endpointID
        kind = job.kind
        attempt = job.attempts
        finishedAt = endedAt
        self.outcome = outcome
        answerExcerpt = []
    }

    /// An attempt; `job` counts it already.
    package init(
        _ job: DeliveryJob,
        startedAt: Int64,
        finishedAt: Int64,
        _ result: AttemptResult,
        _ outcome: AttemptOutcome
    ) {
        self.init(job, endedAt: finishedAt, outcome)
        self.startedAt = startedAt
        status = result.status
        fault = result.fault
        timings = result.timings
        answerExcerpt = result.excerpt
        platformCode = result.platformCode
    }
}
