import Logging
import ServiceLifecycle

/// Finds out once a second whether callers can be answered, and says so to ``LifeSigns``.
///
/// The writer's turns say nothing about that: with every shared thread held by a call that does not come back, the writer
/// goes on and nobody is answered. This asks on the very threads that callers are served on, so that it falls silent with
/// them, and the watchdog restarts the daemon.
struct CallerProbe: Service {
    /// Between two looks; a fraction of any watchdog's period.
    private static let pauseMilliseconds = 1_000

    /// Returns when callers could be answered.
    let answers: @Sendable () async throws -> Void
    let signs: LifeSigns
    let logger: Logger

    func run() async throws {
        signs.answered()
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await answers()
                    signs.answered()
                    try await Task.sleep(for: .milliseconds(Self.pauseMilliseconds))
                } catch is CancellationError {
                    return
                } catch {
                    // Event loops end with the process alone; if they do, the watchdog sees to it.
                    logger.error("callers cannot be answered", metadata: ["fault": "\(error)"])
                    return
                }
            }
        }
    }
}
