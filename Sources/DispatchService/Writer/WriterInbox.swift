import CurlTransport
import Dispatch

/// What waits for the writer loop. Bounded for callers; the courier bounds itself by what it holds.
final class WriterInbox: Sendable {
    private struct State: Sendable {
        var callers: [Submission] = []
        var courier: [Submission] = []
        var isStopping = false
        var isClosed = false
        var isAsleep = false
        var limits: WriterLoop.Limits
    }

    private let state: Locked<State>
    private let bell = DispatchSemaphore(value: 0)

    init(limits: WriterLoop.Limits) {
        state = Locked(State(limits: limits))
    }

    /// In force for what comes from now on; what waits already stays.
    var limits: WriterLoop.Limits {
        get { state.withLock { $0.limits } }
        set { state.withLock { $0.limits = newValue } }
    }

    var depth: Int { state.withLock { $0.callers.count + $0.courier.count } }

    /// Queues a submission, or refuses it when its lane is full or the loop stops.
    func add(_ submission: Submission, to lane: Submission.Lane) {
        enum Outcome {
            case queued(wake: Bool)
            case refused(SubmissionFailure)
        }
        let outcome: Outcome = state.withLock { state in
            guard !state.isClosed else { return .refused(.shuttingDown) }
            switch lane {
            case .callers:
                guard !state.isStopping else { return .refused(.shuttingDown) }
                let limit = state.limits.queueLimit
                guard state.callers.count < limit else { return .refused(.queueFull(limit: limit)) }
                state.callers.append(submission)
            case .courier:
                state.courier.append(submission)
            }
            defer { state.isAsleep = false }
            return .queued(wake: state.isAsleep)
        }
        switch outcome {
        case .queued(let wake): if wake { bell.signal() }
        case .refused(let failure): submission.refuse(failure)
        }
    }

    /// Takes what waits, at most one batch; waits for something at most so long.
    ///
    /// - Returns: nil once the loop was told to stop and nothing is left.
    func take(waitingAtMost patience: DispatchTimeInterval) -> [Submission]? {
        if let taken = takeNow(isLastLook: false) { return taken }
        if state.withLock({ $0.isStopping }) { return nil }
        _ = bell.wait(timeout: .now() + patience)
        return takeNow(isLastLook: true) ?? []
    }

    private func takeNow(isLastLook: Bool) -> [Submission]? {
        state.withLock { state in
            let limit = state.limits.batchLimit
            // Deliveries first: they are what others wait for to be asked.
            let courier = state.courier.prefix(limit)
            let callers = state.callers.prefix(limit - courier.count)
            guard !courier.isEmpty || !callers.isEmpty else {
                state.isAsleep = !isLastLook && !state.isStopping
                return nil
            }
            state.courier.removeFirst(courier.count)
            state.callers.removeFirst(callers.count)
            state.isAsleep = false
            return Array(courier) + Array(callers)
        }
    }

    /// Ends the loop once everything that waits is done; callers are refused from now on.
    func stop() {
        state.withLock { $0.isStopping = true }
        bell.signal()
    }

    /// Refuses what is left and all that comes: the loop is over.
    func close() {
        let left = state.withLock { state in
            state.isClosed = true
            defer {
                state.callers = []
                state.courier = []
            }
            return state.courier + state.callers
        }
        for submission in left { submission.refuse(.shuttingDown) }
    }
}
