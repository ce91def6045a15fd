import CCurl

/// Where other threads leave work for the loop's thread, and how they wake it.
final class CurlInbox: Sendable {
    struct Job: Sendable {
        let number: UInt64
        let exchange: CurlExchange
        /// Called once when the host's name has not been answered for in a while; the job goes on.
        let waitsForName: (@Sendable () -> Void)?
        let completion: @Sendable (Result<CurlReply, CurlFault>) -> Void
    }

    /// What the thread takes out at once.
    struct Mail: Sendable {
        var submitted: [Job] = []
        var cancelled: [UInt64] = []
        /// Hosts that were looked up.
        var resolved: [(host: String, outcome: NameLookup.Outcome)] = []
        var isStopping = false

        var isEmpty: Bool { submitted.isEmpty && cancelled.isEmpty && resolved.isEmpty && !isStopping }
    }

    enum Submission {
        case taken(UInt64)
        case refused(CurlFault)
    }

    private struct State: Sendable {
        var mail = Mail()
        /// Numbers ascend in the order of submission; 0 names no exchange.
        var lastNumber: UInt64 = 0
        /// Exchanges taken and not yet answered.
        var pending = 0
        /// The handle to wake: set while the thread runs, and awaited only while it sleeps.
        var multi: CurlMulti?
        var isAsleep = false
    }

    private let limit: Int
    private let state = Locked(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// Names the handle that wakes the thread.
    func attach(_ multi: CurlMulti) {
        state.withLock { $0.multi = multi }
    }

    func submit(
        _ exchange: CurlExchange,
        _ waitsForName: (@Sendable () -> Void)?,
        _ completion: @escaping @Sendable (Result<CurlReply, CurlFault>) -> Void
    ) -> Submission {
        state.withLock { state in
            if state.mail.isStopping { return .refused(.cancelled) }
            if state.pending >= limit {
                return .refused(CurlFault(.overloaded, text: "the loop holds \(limit) exchanges"))
            }
            state.pending += 1
            state.lastNumber += 1
            state.mail.submitted.append(
                Job(
                    number: state.lastNumber,
                    exchange: exchange,
                    waitsForName: waitsForName,
                    completion: completion
                )
            )
            CurlInbox.wake(&state)
            return .taken(state.lastNumber)
        }
    }

    func cancel(_ number: UInt64) {
        state.withLock { state in
            state.mail.cancelled.append(number)
            CurlInbox.wake(&state)
        }
    }

    /// A host was looked up; of no use once the thread ends.
    func resolved(_ host: String, _ outcome: NameLookup.Outcome) {
        state.withLock { state in
            guard !state.mail.isStopping else { return }
            state.mail.resolved.append((host, outcome))
            CurlInbox.wake(&state)
        }
    }

    func stop() {
        state.withLock { state in
            state.mail.isStopping = true
            CurlInbox.wake(&state)
        }
    }

    /// Takes everything out; once stopping, always stopping.
    func take() -> Mail {
        state.withLock { state in
            state.isAsleep = false
            defer { state.mail = Mail(isStopping: state.mail.isStopping) }
            return state.mail
        }
    }

    /// Makes room for `count` more.
    func answered(_ count: Int) {
        state.withLock { $0.pending -= count }
    }

    /// Whether the thread may sleep; from then on mail wakes it.
    func fallAsleep() -> Bool {
        state.withLock { state in
            state.isAsleep = state.mail.isEmpty
            return state.isAsleep
        }
    }

    /// Forgets the handle before it is freed. The lock makes sure that nobody is waking it just then.
    func detach() {
        state.withLock { $0.multi = nil }
    }

    /// One system call at most for each time the thread sleeps.
    private static func wake(_ state: inout State) {
        guard state.isAsleep, let multi = state.multi else { return }
        state.isAsleep = false
        multi.wake()
    }
}
