import CurlTransport
package import DispatchCore
package import DispatchStore
package import Logging
import ServiceLifecycle

/// Removes what is past its time, little by little.
///
/// It finds what is to go on the readers' connections and hands it to the writer in steps of some milliseconds, between
/// which callers are served. What fails, or is cut short, is found again by the next round. What each table is bounded by
/// stands in docs/retention.md.
package struct Sweeper: Service {
    /// Pause between rounds. The first comes after it, so that a start has the machine to itself.
    private static let pauseMilliseconds: Int64 = 600_000
    /// Pause between steps, so that they never fill the writer.
    private static let stepPauseMilliseconds: Int64 = 20
    /// Steps of one kind in a round; what is left has time until the next.
    private static let stepLimit = 500
    /// Rows removed in one step, a few milliseconds of the writer's; with 500 steps a round, six rounds an hour, more than any
    /// county makes.
    private static let rowLimit = 1_000
    /// Requests whose personal data is erased in one step: each is a handful of statements, and an event is written.
    private static let requestLimit = 50
    /// Endpoints removed in one step: SQLite looks for each through all members.
    private static let endpointLimit = 10
    /// Members of a checkpoint that are written in one step.
    private static let memberLimit = 500
    /// A checkpoint is a state of every member, so the journal is pruned once a day and not at every round.
    private static let pruneIntervalMilliseconds: Int64 = 86_400_000

    let store: Store
    let writer: WriterLoop
    let retention: Retention
    let clock: ServiceClock
    let logger: Logger
    private let cuts: RetentionCuts
    private let prunedAt = Locked<Timestamp?>(nil)

    package init(
        store: Store,
        writer: WriterLoop,
        cuts: RetentionCuts,
        retention: Retention,
        clock: ServiceClock,
        logger: Logger
    ) {
        self.store = store
        self.writer = writer
        self.cuts = cuts
        self.retention = retention
        self.clock = clock
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // It throws only when the task is cancelled, and then the loop ends.
                try? await Task.sleep(for: clock.duration(ofMilliseconds: Self.pauseMilliseconds))
                guard !Task.isCancelled else { return }
                await sweep(at: clock.now)
            }
        }
    }

    /// One round.
    package func sweep(at now: Timestamp) async {
        do {
            try await sweepShortLived(at: now)
            let cuts = try await cuts.advance(to: now)
            if let cut = cuts[.personalData] { try await erasePersonalData(before: cut) }
            if let cut = cuts[.attempts] { try await sweepAttempts(before: cut) }
            try await sweepEndpoints()
            if let cut = cuts[.journal] { try await pruneJournal(before: cut, at: now) }
            try await emptyWriteAheadLog()
        } catch is CancellationError {
            // Told to stop in the middle; the next start goes on with it.
        } catch {
            logger.warning("what is past its time could not be removed yet", metadata: ["fault": "\(error)"])
        }
    }

    /// What protects against repeats and guesses for a day or less; each small.
    private func sweepShortLived(at now: Timestamp) async throws {
        _ = try await writer.write([
            .swept(.identityClaims(before: now.adding(seconds: -IdentityCheck.lockSeconds))),
            .swept(.answers(before: now.adding(seconds: -AnsweredIDs.lifeSeconds))),
            .swept(.keys(before: now.adding(seconds: -Board.idempotencyLifeSeconds))),
            .swept(.memberLinks(suspendedBefore: now.adding(seconds: -MemberLinks.returnSeconds))),
        ])
    }

    private func erasePersonalData(before cut: Timestamp) async throws {
        for _ in 0..<Self.stepLimit {
            let ids = try await store.requestsToErase(endedBefore: cut, limit: Self.requestLimit)
            guard !ids.isEmpty else { break }
            let committed = try await writer.submit(
                .erasePersonalData(ids, endedBefore: cut),
                by: .system
            ) { outcome, at in
                guard case .erased(let ids) = outcome else { return [] }
                return [.swept(.personalData(of: ids, at: at))]
            }
            // The board holds on to some for a few minutes more.
            guard case .erased(let erased) = committed.outcome, !erased.isEmpty else { break }
            try await pause()
        }
    }

    private func sweepAttempts(before cut: Timestamp) async throws {
        let limitCut = try await store.attemptCut(limit: retention.attemptLimit)
        let attemptCut = limitCut.map { max(cut, $0) } ?? cut
        try await sweep(.attempts(before: attemptCut, rowLimit: Self.rowLimit)) {
            try await store.hasAttempts(before: attemptCut)
        }
        try await sweep(.deliveries(before: cut, rowLimit: Self.rowLimit / 5)) {
            try await store.hasDeliveries(settledBefore: cut)
        }
    }

    private func sweepEndpoints() async throws {
        for _ in 0..<Self.stepLimit {
            let ids = try await store.unusedEndpoints(limit: Self.endpointLimit)
            guard !ids.isEmpty else { return }
            _ = try await writer.write([.swept(.endpoints(ids))])
            try await pause()
        }
    }

    /// Lays down a checkpoint where the journal is to begin, then removes what lies before it.
    ///
    /// From the moment the checkpoint is in force a replay begins with it, however many entries are still to be removed.
    private func pruneJournal(before time: Timestamp, at now: Timestamp) async throws {
        if isTimeToPrune(at: now),
            let cut = try await store.journalCut(before: time, limit: retention.journalLimit)
        {
            let prepared = try await store.prepareCheckpoint(at: cut)
            try await write(prepared, at: now)
            logger.info("the journal begins anew", metadata: ["position": "\(cut + 1)"])
        }
        try await sweep(.journal(rowLimit: Self.rowLimit)) { try await store.hasPrunedEntries() }
        try await sweep(.checkpoints(rowLimit: Self.rowLimit)) { try await store.hasOldCheckpoints() }
    }

    private func isTimeToPrune(at now: Timestamp) -> Bool {
        prunedAt.withLock { last in
            if let last, now < last.adding(milliseconds: Self.pruneIntervalMilliseconds) { return false }
            last = now
            return true
        }
    }

    private func write(_ prepared: Store.PreparedCheckpoint, at now: Timestamp) async throws {
        let members = prepared.checkpoint.members
        _ = try await writer.write([
            .swept(
                .checkpointStarted(
                    id: prepared.id,
                    prepared.checkpoint.frame,
                    policyDigest: prepared.policyDigest,
                    at: now
                )
            )
        ])
        for start in stride(from: 0, to: members.count, by: Self.memberLimit) {
            let piece = Array(members[start..<min(start + Self.memberLimit, members.count)])
            _ = try await writer.write([.swept(.checkpointMembers(id: prepared.id, piece))])
            try await pause()
        }
        _ = try await writer.write([.swept(.checkpointInForce(id: prepared.id))])
    }

    /// Leaves nothing of what was erased in the write-ahead log, nor of what a crash left there; while a backup reads, the
    /// next round does.
    private func emptyWriteAheadLog() async throws {
        if try await !store.emptyWriteAheadLog() {
            logger.info("the write-ahead log is in use; what was erased leaves it with a later checkpoint")
        }
    }

    /// Removes such rows as long as there are any.
    private func sweep(_ rows: SweptRows, while isWanted: () async throws -> Bool) async throws {
        for _ in 0..<Self.stepLimit {
            guard try await isWanted() else { return }
            _ = try await writer.write([.swept(rows)])
            try await pause()
        }
    }

    private func pause() async throws {
        try await Task.sleep(for: .milliseconds(Self.stepPauseMilliseconds))
    }
}
