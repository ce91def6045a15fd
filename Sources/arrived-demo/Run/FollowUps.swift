import DispatchCore
import DispatchWire
import Simulation
import Synchronization

/// The operator who rings the household afterwards and closes the request with the grade it gives.
final class FollowUps: Sendable {
    /// Cleared requests waiting for the call at once; every one is an open request, of which there are fewer.
    private static let waitingLimit = 256
    /// From cleared to the call, in seconds of the county's clock.
    private static let delay = LogNormal(medianSeconds: 120, sigma: 0.4)

    private let client: APIClient
    private let clockRate: Double
    private let random: Mutex<SeededRandom>
    private let cleared: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init(client: APIClient, seed: UInt64, clockRate: Double) {
        self.client = client
        self.clockRate = clockRate
        random = Mutex(SeededRandom(seed: seed, purpose: "follow-ups"))
        (cleared, continuation) = AsyncStream.makeStream(
            of: String.self,
            bufferingPolicy: .bufferingOldest(Self.waitingLimit)
        )
    }

    /// Notes a request that was cleared.
    func take(_ requestID: String) {
        continuation.yield(requestID)
    }

    /// Follows up until cancelled.
    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for await requestID in cleared {
                let (seconds, grade) = random.withLock { random in
                    (Self.delay.sample(using: &random), random.chance(0.7) ? 5 : 3 + random.below(2))
                }
                group.addTask { [client, clockRate] in
                    try await pause(.seconds(seconds / clockRate))
                    do {
                        let close = Close(grade: grade, note: "回访：老人很满意 / rang them, all well")
                        let _: RequestView = try await client.post("/v1/requests/\(requestID)/close", close)
                    } catch let problem as Problem {
                        // Somebody else closed it, or it was opened again; the spectator may want to know.
                        Output.line("          follow-up refused: \(problem)")
                    }
                }
            }
        }
    }
}
