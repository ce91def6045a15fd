extension Courier {
    /// The courier's bounds. Each has a default that suits a county; the sum of memory is `jobLimit` bodies.
    package struct Configuration: Hashable, Sendable {
        /// Jobs held in memory; the caller keeps the rest in its table and offers them again.
        package var jobLimit = 20_000
        /// Attempts on the wire at once, both lanes together; at least 2.
        package var inFlightLimit = 512 {
            didSet { sickInFlightLimit = max(1, inFlightLimit / 8) }
        }
        /// Of these, places for endpoints that failed or are slow, an eighth. Kept free for them, so that neither lane waits
        /// for the other.
        package var sickInFlightLimit = 64
        /// Attempts at once to one endpoint in good health; to a group it is always one.
        package var endpointInFlightLimit = 4
        /// Attempts at once to one sick endpoint: enough to see whether it is well again.
        package var sickEndpointInFlightLimit = 1
        /// An attempt that runs longer makes its endpoint sick, long before it times out.
        package var slowAfterMilliseconds: Int64 = 2_000
        /// How long a sick endpoint with nothing to send is remembered as sick.
        package var sickMemoryMilliseconds: Int64 = 600_000
        /// Sick endpoints remembered at most.
        package var sickMemoryLimit = 4_096
        /// Endpoints of which it is remembered when they were last sent to, before the old ones among them are forgotten.
        package var paceMemoryLimit = 4_096
        /// Attempts that fail in a row before the endpoint is left alone for a while.
        package var breakerFailureCount = 5
        /// The first such pause; each further failure doubles it.
        package var breakerMilliseconds: Int64 = 30_000
        package var breakerLimitMilliseconds: Int64 = 300_000
        /// What cannot be sent for so long counts as silence at once: it is no sooner known by waiting.
        package var lateAfterMilliseconds: Int64 = 5_000
        /// When the message after the next would wait so long, what waits for a group shares one.
        package var crowdedAfterMilliseconds: Int64 = 2_000
        /// Deliveries brought by one message.
        package var sharedMessageLimit = 40
        /// Whole attempt; the offers of an endpoint that is silent for 5 s count as unanswered.
        package var attemptTimeoutMilliseconds = 5_000
        /// Name resolution, TCP and TLS of an attempt.
        package var connectTimeoutMilliseconds = 3_000
        /// Read of an answer before the connection is given up; more than is kept, so that connections with talkative
        /// endpoints are used again.
        package var answerLimitBytes = 64 * 1_024
        /// Reports handed to the sink in one call.
        package var reportBatchLimit = 512
        /// Given to attempts in flight when the courier is told to stop; those left then are made again after a restart.
        package var stopMilliseconds: Int64 = 3_000
        /// Value of the `user-agent` header.
        package var userAgent: String

        /// `version` is that of the program.
        package init(version: String) {
            userAgent = "arrived/\(version)"
        }
    }
}
