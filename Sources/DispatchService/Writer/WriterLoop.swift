import CurlTransport
import Dispatch
package import DispatchCore
package import DispatchStore
package import Logging
import ServiceLifecycle

/// The one place where anything changes.
///
/// It owns the board, on a thread of its own: it takes every submission that waits, decides and applies each, commits
/// them together, and only then answers, wakes the outbox and tells those who follow the journal. Nobody ever sees what
/// is not on the disk. When a commit fails the board is read anew from the tables and the whole batch is refused.
package final class WriterLoop: Service {
    package struct Limits: Sendable {
        /// Callers that may wait; the next is refused with 503. Some seconds of work at a few hundred a second.
        package var queueLimit = 4096
        /// Submissions in one commit: enough to share one sync among many, few enough to answer within milliseconds.
        package var batchLimit = 256
        /// Longest wait for work, 5 s, so that a step of the wall clock is noticed and the reserve looked after; shorter where
        /// a watchdog wants a sign of life more often.
        package var napMilliseconds: Int64 = 5_000

        package init() {}
    }

    /// What the loop tells others about after each commit. Called on its thread: must not block.
    package struct Listeners: Sendable {
        package var committed: @Sendable (_ position: Int64) -> Void = { _ in }
        package var outboxGrew: @Sendable (_ deliveryIDs: [Int64]) -> Void = { _ in }
        package var noticesCancelled: @Sendable (_ offerIDs: [OfferID]) -> Void = { _ in }
        /// The wall clock was set.
        package var clockSet: @Sendable () -> Void = {}
        package var rosterChanged: @Sendable (_ roster: Roster) -> Void = { _ in }
        /// Tokens were made or revoked, in this order.
        package var accessChanged: @Sendable (_ changes: [AccessChange]) -> Void = { _ in }
        /// The loop has come round: it does so at least every ``Limits/napMilliseconds``, and after each commit.
        package var turned: @Sendable (_ vitals: WriterVitals) -> Void = { _ in }

        package init() {}
    }

    let inbox: WriterInbox
    private let store: Store
    private let policy: Policy
    private let clock: ServiceClock
    private let metrics: DispatchMetrics
    private let listeners: Listeners
    private let logger: Logger

    package init(
        store: Store,
        policy: Policy,
        limits: Limits = Limits(),
        clock: ServiceClock,
        metrics: DispatchMetrics,
        listeners: Listeners,
        logger: Logger
    ) {
        self.store = store
        self.policy = policy
        self.clock = clock
        self.metrics = metrics
        self.listeners = listeners
        self.logger = logger
        inbox = WriterInbox(limits: limits)
    }

    /// Runs until graceful shutdown; everything that was taken by then is done and answered.
    ///
    /// Throws the fault when the system gives no thread, the store cannot be read any more or another daemon writes to it:
    /// the process must end, and a new one finds out how things stand.
    package func run() async throws {
        try await withGracefulShutdownHandler {
            try await withTaskCancellationHandler {
                let result: Result<Void, any Error> = await withCheckedContinuation { continuation in
                    do throws(ThreadFault) {
                        try SystemThread.start("writer") { [self] in
                            let result = Result { try runOnThisThread() }
                            inbox.close()
                            continuation.resume(returning: result)
                        }
                    } catch {
                        // Whoever waits for the board is refused, and the daemon ends.
                        inbox.close()
                        continuation.resume(returning: .failure(error))
                    }
                }
                try result.get()
            } onCancel: {
                self.inbox.stop()
            }
        } onGracefulShutdown: {
            self.inbox.stop()
        }
    }

    private func runOnThisThread() throws {
        var named = WriterEngine.NamedDamage()
        var engine = WriterEngine(
            store: store,
            board: try WriterEngine.board(of: store, policy, logger, besides: &named),
            named: named,
            policy: policy,
            clock: clock,
            metrics: metrics,
            listeners: listeners,
            logger: logger
        )
        try engine.run(inbox)
    }

    /// Submits a command and waits until it is on the disk.
    ///
    /// - Parameter records: What to write beside the journal, once the outcome is known.
    package func submit(
        _ command: Command,
        by actor: Actor,
        isNewWork: Bool = false,
        records: @escaping @Sendable (Decision.Outcome, Timestamp) -> [StoreRecord] = { _, _ in [] }
    ) async throws(SubmissionFailure) -> Committed {
        try await submit([command], by: actor, isNewWork: isNewWork, lane: .callers, records: records)
    }

    /// Writes records that no command goes with.
    package func write(
        _ records: [StoreRecord],
        isNewWork: Bool = false
    ) async throws(SubmissionFailure) -> Committed {
        try await submit([], by: .system, isNewWork: isNewWork, lane: .callers) { _, _ in records }
    }

    /// Records what came of attempts to deliver.
    func settle(
        _ settlements: [DeliverySettlement],
        _ commands: [Command]
    ) async throws(SubmissionFailure) -> Committed {
        try await submit(commands, by: .courier, lane: .courier, settlements: settlements) { _, _ in [] }
    }

    private func submit(
        _ commands: [Command],
        by actor: Actor,
        isNewWork: Bool = false,
        lane: Submission.Lane,
        settlements: [DeliverySettlement] = [],
        records: @escaping @Sendable (Decision.Outcome, Timestamp) -> [StoreRecord]
    ) async throws(SubmissionFailure) -> Committed {
        let result: Result<Committed, SubmissionFailure> = await withCheckedContinuation { continuation in
            let change = Submission.Change(
                commands: commands,
                actor: actor,
                settlements: settlements,
                records: records,
                isNewWork: isNewWork,
                reply: { continuation.resume(returning: $0) }
            )
            let refuse: @Sendable (SubmissionFailure) -> Void = { continuation.resume(returning: .failure($0)) }
            inbox.add(Submission(work: .change(change), refuse: refuse), to: lane)
        }
        return try counted(result)
    }

    /// Returns when the loop has come round; throws when it refuses, or a ``BlockingFault`` when it does not in time.
    package func answers(withinMilliseconds patience: Int) async throws {
        try await BlockingSlot<Void>.answer(of: "the writer", withinMilliseconds: patience) { answer in
            let look: @Sendable (Board) -> Void = { _ in answer(.success(())) }
            let refuse: @Sendable (SubmissionFailure) -> Void = { answer(.failure($0)) }
            inbox.add(Submission(work: .inspect(look), refuse: refuse), to: .callers)
        }
    }

    private func counted<Value>(
        _ result: Result<Value, SubmissionFailure>
    ) throws(SubmissionFailure) -> Value {
        if case .failure(let failure) = result, let overload = Overload(failure) { metrics.refused(overload) }
        return try result.get()
    }

    /// Queue and batches are bounded by these from now on.
    package func adjust(_ change: (inout Limits) -> Void) {
        var limits = inbox.limits
        change(&limits)
        inbox.limits = limits
    }

    /// Decides by another policy from now on; returns once it is in force.
    func replacePolicy(with policy: Policy) async throws(SubmissionFailure) {
        let result: Result<Void, SubmissionFailure> = await withCheckedContinuation { continuation in
            let taken: @Sendable () -> Void = { continuation.resume(returning: .success(())) }
            let refuse: @Sendable (SubmissionFailure) -> Void = { continuation.resume(returning: .failure($0)) }
            inbox.add(Submission(work: .policy(policy, taken: taken), refuse: refuse), to: .callers)
        }
        try result.get()
    }

    /// Looks at the board as it is on the disk.
    package func inspect<Value: Sendable>(
        _ body: @escaping @Sendable (Board) -> Value
    ) async throws(SubmissionFailure) -> Value {
        let result: Result<Value, SubmissionFailure> = await withCheckedContinuation { continuation in
            let look: @Sendable (Board) -> Void = { continuation.resume(returning: .success(body($0))) }
            let refuse: @Sendable (SubmissionFailure) -> Void = { continuation.resume(returning: .failure($0)) }
            inbox.add(Submission(work: .inspect(look), refuse: refuse), to: .callers)
        }
        return try counted(result)
    }
}
