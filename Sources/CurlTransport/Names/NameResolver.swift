/// Finds hosts' addresses on a few threads of its own and remembers them.
///
/// A name server that is silent holds the thread that asks it for seconds or for good, and libcurl would start a thread for
/// each transfer. Here each host is asked for once at a time, hosts that are not known to be answered for hold at most half
/// of the threads, and the last good address serves while a look-up hangs or fails for the moment. Whether an address may be
/// dialled is judged when it is (`AddressPolicy`), wherever it comes from.
///
/// `NameResolver+Queue.swift` decides which host is asked for next; this performs.
package final class NameResolver: Sendable {
    package struct Limits: Sendable {
        /// Look-ups at once. A look-up of a known host takes milliseconds, so these are many hundred a second.
        package var threads = 48
        /// Hosts remembered; beyond them the one that was not used for longest is forgotten.
        package var hosts = 4_096
        /// Hosts that wait to be asked for; the next is answered at once that there are too many.
        package var waiting = 4_096
        /// How long an address is used without asking anew where a connection to it stands, 5 min, as long as the connection
        /// itself. A new connection always asks, so a change takes effect with it.
        package var knownMilliseconds: Int64 = 300_000
        /// How long a new connection waits for the answer before it takes the last good address, 250 ms: many times what an
        /// answer takes.
        package var graceMilliseconds: Int64 = 250
        /// How long the last good address serves when nobody answers, 1 day: longer than most outages of a name server.
        package var lastGoodMilliseconds: Int64 = 86_400_000
        /// After how long without an answer a look-up counts among those that are not answered, 2 s.
        package var overdueMilliseconds: Int64 = 2_000

        package init() {}
    }

    /// What to dial now, or what to wait for.
    enum Answer: Equatable, Sendable {
        case addresses([String])
        /// The callback comes. Whoever has waited until then goes on with these, if there are any.
        case asked(lastGood: [String], graceMilliseconds: Int64)
        case refused(CurlFault)
    }

    private struct State: Sendable {
        var queue: Queue
        var callbacks: [String: [@Sendable (NameLookup.Outcome) -> Void]] = [:]
    }

    private let limits: Limits
    private let lookup: @Sendable (String) -> NameLookup.Outcome
    private let now: @Sendable () -> Int64
    private let threads: BlockingThreads
    private let state: Locked<State>

    /// - Parameters:
    ///   - lookup: asks for one host; may take for ever.
    ///   - now: milliseconds that never go back.
    package init(
        limits: Limits = Limits(),
        lookup: @escaping @Sendable (_ host: String) -> NameLookup.Outcome = NameLookup.system,
        now: @escaping @Sendable () -> Int64 = { MonotonicClock.milliseconds }
    ) {
        self.limits = limits
        self.lookup = lookup
        self.now = now
        threads = BlockingThreads(
            "the name service",
            name: "resolver",
            threads: limits.threads,
            // The thread whose look-up has ended starts the next one before it is free itself.
            waiting: limits.threads,
            // Nobody waits by it: whoever asks has a deadline of its own.
            patienceMilliseconds: Int(limits.overdueMilliseconds)
        )
        state = Locked(State(queue: Queue(limits: limits)))
    }

    /// Look-ups under way that have not been answered within ``Limits/overdueMilliseconds``.
    package var unanswered: Int {
        let moment = now()
        return state.withLock { $0.queue.overdue(at: moment) }
    }

    /// Look-ups under way.
    package var running: Int { state.withLock { $0.queue.running.count } }

    /// Says what is known of a host, and asks for it where that is not enough.
    ///
    /// - Parameters:
    ///   - needsNew: whether it must be asked for; not where a connection that stands will do.
    ///   - found: called once if the answer is `asked`, on another thread: must be brief.
    func addresses(
        of host: String,
        needsNew: Bool,
        found: @escaping @Sendable (NameLookup.Outcome) -> Void
    ) -> Answer {
        let moment = now()
        let (answer, starts) = state.withLock { state in
            let answer = state.queue.ask(host, needsNew: needsNew, at: moment)
            if case .asked = answer { state.callbacks[host, default: []].append(found) }
            return (answer, state.queue.start(at: moment))
        }
        for host in starts { start(host) }
        return answer
    }

    private func start(_ host: String) {
        threads.submit(
            BlockingThreads.Job(
                run: { [self] in for next in ended(host, lookup(host)) { start(next) } },
                // Those that wait stay where they are: there is no thread for them now.
                refuse: { [self] fault in _ = ended(host, .unanswered(fault.description)) }
            )
        )
    }

    /// Tells those who wait, and returns which hosts are to be asked for now.
    private func ended(_ host: String, _ outcome: NameLookup.Outcome) -> [String] {
        let moment = now()
        let (usable, callbacks, starts) = state.withLock { state in
            let usable = state.queue.ended(host, outcome, at: moment)
            return (usable, state.callbacks.removeValue(forKey: host) ?? [], state.queue.start(at: moment))
        }
        for callback in callbacks { callback(usable) }
        return starts
    }
}
