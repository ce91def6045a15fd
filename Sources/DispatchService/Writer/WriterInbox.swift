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

    /// Whether somebody waits for an answer.
    var hasCallers: Bool { state.withLock { !$0.callers.isEmpty } }

    var depth: Int { state.withLock { $0.callers.count + $0.courier.count } }

    /// Queues a submission, or refuses it when its lane is full or the loop stops.
    func add(_ submission: Submission, to lane: Submission.Lane) {
        enum Outcome {
            case queued(wake: Bool)
            case refused(SubmissionFailure)
        }
        var submission = submission
        submission.lane = lane
        let (queued, refuse) = (submission, submission.refuse)
        let outcome: Outcome = state.withLock { state in
            guard !state.isClosed else { return .refused(.shuttingDown) }
            switch lane {
            case .callers:
                guard !state.isStopping else { return .refused(.shuttingDown) }
                let limit = state.limits.queueLimit
                guard state.callers.count < limit else { return .refused(.queueFull(limit: limit)) }
                state.callers.append(queued)
            case .courier:
                state.courier.append(queued)
            }
            defer { state.isAsleep = false }
            return .queued(wake: state.isAsleep)
        }
        switch outcome {
        case .queued(let wake): if wake { bell.signal() }
        case .refused(let failure): refuse(failure)
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
            // Half for each where both wait, so that neither callers nor deliveries, which others wait for to be asked,
            // are kept back by how much there is of the other.
            let courierCount = min(state.courier.count, max(limit - state.callers.count, (limit + 1) / 2))
            let callerCount = min(state.callers.count, limit - courierCount)
            guard courierCount + callerCount > 0 else {
                state.isAsleep = !isLastLook && !state.isStopping
                return nil
            }
            let taken = Self.byTurns(state.courier.prefix(courierCount), state.callers.prefix(callerCount))
            state.courier.removeFirst(courierCount)
            state.callers.removeFirst(callerCount)
            state.isAsleep = false
            return taken
        }
    }

    /// One of each in turn, as long as there are two kinds: a turn that ends early has done some of both.
    private static func byTurns(_ first: ArraySlice<Submission>, _ second: ArraySlice<Submission>) -> [Submission] {
        var merged: [Submission] = []
        merged.reserveCapacity(first.count + second.count)
        var (one, other) = (first, second)
        while let submission = one.popFirst() {
            merged.append(submission)
            if let submission = other.popFirst() { merged.append(submission) }
        }
        return merged + other
    }

    /// Puts back what a turn had no time for; it is taken next, whatever has come meanwhile.
    func giveBack(_ left: ArraySlice<Submission>) {
        guard !left.isEmpty else { return }
        state.withLock { state in
            state.callers.insert(contentsOf: left.filter { $0.lane == .callers }, at: 0)
            state.courier.insert(contentsOf: left.filter { $0.lane == .courier }, at: 0)
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
