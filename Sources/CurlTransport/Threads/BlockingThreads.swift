/// Runs one kind of work that may not come back (file, name and process calls) on a bounded number of threads.
///
/// Such a call must never be made on the threads that all callers share: on a disk or with a name server that hangs it
/// holds its thread for good. Here the caller is answered when its patience ends, the thread that hangs is counted and goes
/// on counting against the limit, and other kinds have threads of their own. A thread ends when nothing waits, so that a
/// kind that rests costs nothing; or all are kept from the start, where the work must go on when the system gives no more.
package final class BlockingThreads: Sendable {
    /// One piece of work.
    struct Job: Sendable {
        let run: @Sendable () -> Void
        /// Called instead of `run`, on the thread that finds out.
        let refuse: @Sendable (BlockingFault) -> Void
    }

    private struct State: Sendable {
        var threads = 0
        var waiting: [Job] = []
        var hung = 0
    }

    /// What is asked, in the words of ``BlockingFault``.
    package let subject: String
    /// Threads at once, those that hang included.
    package let threadLimit: Int
    /// Calls that may wait for a thread.
    package let waitingLimit: Int
    /// How long a caller waits for an answer unless it says otherwise.
    package let patienceMilliseconds: Int
    private let name: String
    private let state = Locked(State())
    /// Rung for each job where threads are kept.
    private let bell: ThreadBell?

    /// - Parameter name: of the threads, 15 bytes at most.
    package init(
        _ subject: String,
        name: String,
        threads: Int,
        waiting: Int,
        patienceMilliseconds: Int
    ) {
        self.subject = subject
        self.name = name
        threadLimit = threads
        waitingLimit = waiting
        self.patienceMilliseconds = patienceMilliseconds
        bell = nil
    }

    /// Starts all threads at once and keeps them; for the whole life of the program.
    ///
    /// - Parameter kept: how many.
    package init(
        _ subject: String,
        name: String,
        kept: Int,
        waiting: Int,
        patienceMilliseconds: Int
    ) throws(ThreadFault) {
        self.subject = subject
        self.name = name
        threadLimit = kept
        waitingLimit = waiting
        self.patienceMilliseconds = patienceMilliseconds
        let bell = ThreadBell()
        self.bell = bell
        state.withLock { $0.threads = kept }
        for _ in 0..<kept {
            try SystemThread.start(name) { [self] in
                while true {
                    bell.wait()
                    takeKept()?.run()
                }
            }
        }
    }

    /// Calls whose callers have been answered without a result and which have not come back.
    package var hung: Int { state.withLock { $0.hung } }

    /// Threads of this kind at this moment.
    package var threads: Int { state.withLock { $0.threads } }

    /// Does `body` on a thread of this kind and returns what came of it.
    ///
    /// Throws what `body` throws, a ``BlockingFault`` when there is no result in time, or `CancellationError` when the task is
    /// cancelled. In both of the latter cases `body` goes on, and its result is dropped when it comes.
    ///
    /// - Parameters:
    ///   - patienceMilliseconds: Counted from now and anew from each ``BlockingPulse/beat(patienceMilliseconds:)``.
    ///   - body: Gets the pulse by which long work says that it goes on.
    package func run<Value: Sendable>(
        patienceMilliseconds: Int? = nil,
        _ body: @escaping @Sendable (BlockingPulse) throws -> Value
    ) async throws -> Value {
        let pulse = BlockingPulse(patienceMilliseconds: patienceMilliseconds ?? self.patienceMilliseconds)
        let slot = BlockingSlot<Value>()
        submit(
            Job(
                run: { [self] in
                    // Whoever waited for a thread for too long has been answered.
                    guard slot.begin() else { return }
                    let result = Result { try body(pulse) }
                    if !slot.fill(result) { state.withLock { $0.hung -= 1 } }
                },
                refuse: { slot.fill(.failure($0)) }
            )
        )
        return try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { [self] in await expire(slot, pulse) }
                let result = await slot.result()
                group.cancelAll()
                return try result.get()
            }
        } onCancel: {
            abandon(slot) { _ in CancellationError() }
        }
    }

    /// Does `body` on a thread of this kind; nobody waits for it.
    ///
    /// - Returns: Whether it will be done; not when as many wait as may, or the system gives no thread.
    @discardableResult
    package func post(_ body: @escaping @Sendable () -> Void) -> Bool {
        let isRefused = Locked(false)
        submit(Job(run: body, refuse: { _ in isRefused.withLock { $0 = true } }))
        return !isRefused.withLock { $0 }
    }

    /// Ends the wait for a result when the pulse has stopped for too long.
    private func expire(_ slot: BlockingSlot<some Sendable>, _ pulse: BlockingPulse) async {
        while true {
            let (end, patience) = pulse.end
            if end <= .now {
                return abandon(slot) { hung in BlockingFault(self.subject, .late(milliseconds: patience), hung: hung) }
            }
            do {
                try await Task.sleep(until: end, clock: .continuous)
            } catch {
                // The result has come, or the whole call is cancelled, which answers it.
                return
            }
        }
    }

    private func abandon(_ slot: BlockingSlot<some Sendable>, _ error: (_ hung: Int) -> any Error) {
        // Counted first, or the thread could come back and count down in between.
        let hung = state.withLock { state in
            state.hung += 1
            return state.hung
        }
        if slot.abandon(error(hung)) != .running { state.withLock { $0.hung -= 1 } }
    }

    // MARK: Threads

    private enum Step {
        case start
        case queued
        case refused(BlockingFault, [Job])
    }

    func submit(_ job: Job) {
        let step: Step = state.withLock { state in
            if state.threads < threadLimit, bell == nil {
                state.threads += 1
                return .start
            }
            return queue(job, &state)
        }
        switch step {
        case .start: start(job)
        case .queued: bell?.ring()
        case .refused(let fault, let jobs): for job in jobs { job.refuse(fault) }
        }
    }

    private func queue(_ job: Job, _ state: inout State) -> Step {
        guard state.waiting.count < waitingLimit else {
            let reason = BlockingFault.Reason.crowded(threads: state.threads, waiting: state.waiting.count)
            return .refused(BlockingFault(subject, reason, hung: state.hung), [job])
        }
        state.waiting.append(job)
        return .queued
    }

    private func start(_ job: Job) {
        do throws(ThreadFault) {
            try SystemThread.start(name) { [self] in work(job) }
        } catch {
            let step: Step = state.withLock { state in
                state.threads -= 1
                // One that runs takes it on when it is done.
                if state.threads > 0 { return queue(job, &state) }
                defer { state.waiting = [] }
                return .refused(BlockingFault(subject, .noThread(error), hung: state.hung), state.waiting + [job])
            }
            if case .refused(let fault, let jobs) = step { for job in jobs { job.refuse(fault) } }
        }
    }

    private func work(_ first: Job) {
        first.run()
        while let next = takeNext() { next.run() }
    }

    /// The next job of a thread that is kept; as a rule there is one for each ring.
    private func takeKept() -> Job? {
        state.withLock { state in
            state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
    }

    private func takeNext() -> Job? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.threads -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
    }
}
