import CurlTransport
import Logging

/// The level from which on lines are logged; one for the whole daemon, and it may change while the daemon runs.
final class LogThreshold: Sendable {
    private let current: Locked<Logger.Level>

    init(_ level: Logger.Level) {
        current = Locked(level)
    }

    var level: Logger.Level {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }
}
