import CurlTransport
import DispatchService
import Glibc
import Logging
import Systemd

/// Tells systemd how the daemon is: that it is ready, alive, reloading or on its way out, and what it does.
///
/// The sign of life comes from the writer loop's own thread, once a turn at the most: a loop that hangs falls silent and is
/// killed, one that has nothing to do still comes round. It is held back while callers are not answered, whom a writer that
/// turns does not help (``CallerProbe``). Without systemd nothing is sent.
final class LifeSigns: Sendable {
    private struct State: Sendable {
        var sentAt: UInt64 = 0
        var status = ""
        /// The line that was sent last.
        var told = ""
        /// What an administrator should see beside the figures, until the next reload.
        var remark: String?
        /// What stays wrong until the next start.
        var warning: String?
        /// When callers could last be answered; nil while nobody finds out.
        var answeredAt: UInt64?
        var isReady = false
        var isStopping = false
    }

    /// Shortest time between two messages while nothing changes, in microseconds.
    private static let statusIntervalMicroseconds: UInt64 = 1_000_000

    private let notifier: ReadinessNotifier?
    /// Microseconds between two signs of life; nil when none is awaited.
    private let pingMicroseconds: UInt64?
    private let now: @Sendable () -> UInt64
    private let logger: Logger
    private let state = Locked(State())

    /// - Parameter now: The time in microseconds, from any beginning.
    init(
        environment: [String: String],
        now: @escaping @Sendable () -> UInt64 = ReadinessNotifier.monotonicMicroseconds,
        logger: Logger
    ) throws(SystemdFault) {
        notifier = try ReadinessNotifier(environment: environment)
        let interval = try WatchdogInterval(environment: environment)
        pingMicroseconds = interval.map { UInt64(max(1, $0.pingInterval / .microseconds(1))) }
        self.now = now
        self.logger = logger
    }

    /// The longest that the writer may sleep, so that each sign of life is in time; a third of the watchdog's period.
    var napMilliseconds: Int64? { pingMicroseconds.map { Int64($0 / 1_500) } }

    /// The board has been read and calls are taken.
    func ready() {
        send { state in
            state.isReady = true
            return .ready
        }
    }

    /// The configuration is being read anew.
    func reloading() {
        send { _ in .reloading }
    }

    /// The reload is over.
    ///
    /// - Parameter remark: What an administrator should see in the status; nil when all is as the configuration says.
    func reloaded(remark: String?) {
        send { state in
            state.remark = remark
            return .ready
        }
    }

    /// From now on the status says so.
    func warn(_ text: String) { state.withLock { $0.warning = text } }

    /// Callers could be answered just now. From the first time on there is no sign of life without it.
    func answered() {
        let now = now()
        state.withLock { $0.answeredAt = now }
    }

    func stopping() {
        send { state in
            state.isStopping = true
            return .stopping
        }
    }

    /// The writer loop came round. Called on its thread; at most one short message.
    func turned(_ vitals: WriterVitals) {
        guard let notifier else { return }
        let now = now()
        var isAnswering = true
        let text: String? = state.withLock { state in
            state.status = Self.figures(vitals)
            let unanswered = state.answeredAt.map { now &- $0 } ?? 0
            isAnswering = pingMicroseconds.map { unanswered <= $0 } ?? true
            if !isAnswering { state.status += "; callers are not answered" }
            let text = Self.line(state)
            let passed = now &- state.sentAt
            let isDue = isAnswering && pingMicroseconds.map { passed >= $0 / 3 } ?? false
            let hasNews = text != state.told && passed >= Self.statusIntervalMicroseconds
            guard state.isReady, !state.isStopping, isDue || hasNews else { return nil }
            state.sentAt = now
            state.told = text
            return text
        }
        guard let text else { return }
        perform { () throws(SystemdFault) in
            // News are a sign of life too: one who has news at every turn would never come to be due.
            if pingMicroseconds != nil, isAnswering {
                try notifier.watchdog(status: text)
            } else {
                try notifier.status(text)
            }
        }
    }

    private enum Message {
        case ready
        case reloading
        case stopping
    }

    private func send(_ change: (inout State) -> Message) {
        guard let notifier else { return }
        let (message, text) = state.withLock { state in
            let message = change(&state)
            state.told = Self.line(state)
            return (message, state.told)
        }
        perform { () throws(SystemdFault) in
            switch message {
            case .ready: try notifier.ready(status: text)
            case .reloading: try notifier.reloading()
            case .stopping: try notifier.stopping(status: text)
            }
        }
    }

    private func perform(_ body: () throws(SystemdFault) -> Void) {
        do throws(SystemdFault) {
            try body()
        } catch {
            // It serves all the same; a sign of life that is missed is followed by the next.
            logger.warning("systemd could not be told", metadata: ["fault": "\(error)"])
        }
    }

    private static func figures(_ vitals: WriterVitals) -> String {
        var text = "\(vitals.openRequests) open requests, \(vitals.members) members"
        if !vitals.takesNewWork { text += "; the disk is full: new requests are refused" }
        if vitals.isFailing { text += "; commits fail" }
        if vitals.isClockDoubted { text += "; the wall clock is doubted" }
        return text
    }

    private static func line(_ state: State) -> String {
        let text = state.isStopping ? "stopping: finishing what is in hand" : state.status
        let parts = [text, state.warning ?? "", state.remark ?? ""].filter { !$0.isEmpty }
        return parts.isEmpty ? "starting" : parts.joined(separator: "; ")
    }
}
