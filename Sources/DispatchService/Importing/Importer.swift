import Crypto
import CurlTransport
package import DispatchCore
package import DispatchStore
import Foundation
import Logging
package import RosterFiles
import ServiceLifecycle

/// Brings a list of villages, members, households or desks into force: checked whole, staged in small pieces while calls go on,
/// put in force in one commit.
package final class Importer: Service {
    /// Rows staged in one commit: about a millisecond of the writer's time.
    static let rowsPerCommit = 128
    /// Rows of old editions removed in one commit.
    private static let sweepRowLimit = 512
    /// Pause between sweeps, so that they never fill the writer.
    private static let sweepPauseMilliseconds: Int64 = 20

    package struct Order: Sendable {
        package let path: String
        package let kind: RosterKind
        package let encoding: TextEncoding
        package let isDryRun: Bool
        package let removesMissing: Bool
        package let actor: Actor

        package init(
            path: String,
            kind: RosterKind,
            encoding: TextEncoding,
            isDryRun: Bool,
            removesMissing: Bool,
            actor: Actor
        ) {
            self.path = path
            self.kind = kind
            self.encoding = encoding
            self.isDryRun = isDryRun
            self.removesMissing = removesMissing
            self.actor = actor
        }
    }

    package struct Report: Equatable, Sendable {
        package var rows = 0
        package var added = 0
        package var changed = 0
        package var unchanged = 0
        package var removed = 0
        /// Members no longer listed who stay, because they have an open assignment.
        package var kept: [MemberID] = []
    }

    package enum Failure: Error, Sendable {
        /// Another import is under way.
        case running
        case file(RosterFileFault)
        /// Villages that are no longer listed but still have members or households.
        case villagesInUse([String])
        /// The members in force and the new ones have more capability words together than the index takes.
        case tooManyCapabilities(Int)
        /// A desk that the file leaves out and one that it names would answer for the same place.
        case twoDesks(DeskID, DeskID, level: Desk.Level, code: String)
        case submission(SubmissionFailure)
    }

    package enum Stage: String, Sendable {
        case checking
        case staging
    }

    let store: Store
    let writer: WriterLoop
    let clock: ServiceClock
    /// What reads the file works on these.
    let threads: BlockingThreads
    /// Those that are configured, for what members are exempt from.
    let categories: @Sendable () -> [String]
    private let logger: Logger
    private let isRunning = Locked(false)
    private let sweepBell: AsyncStream<Void>.Continuation
    private let sweepBells: AsyncStream<Void>

    init(
        store: Store,
        writer: WriterLoop,
        threads: BlockingWork,
        categories: @escaping @Sendable () -> [String],
        clock: ServiceClock,
        logger: Logger
    ) {
        self.categories = categories
        self.store = store
        self.writer = writer
        self.threads = threads.imports
        self.clock = clock
        self.logger = logger
        (sweepBells, sweepBell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        // An import that a crash cut short has left rows behind.
        sweepBell.yield()
    }

    /// Checks and, unless it is a dry run, brings the file's list into force.
    ///
    /// Nothing has changed when it throws.
    package func perform(
        _ order: Order,
        progress: @escaping @Sendable (_ stage: Stage, _ rows: Int, _ bytes: Int) async -> Void
    ) async throws -> Report {
        try begin()
        defer { end() }
        let checked = try await check(order, progress: progress)
        let plan = try await plan(checked, order)
        guard !order.isDryRun, plan.changesAnything else { return plan.report }
        return try await bringIntoForce(plan, order, progress: progress)
    }

    /// Does something to the lists that no import may meet half-way: one that was staged before would bring it back.
    ///
    /// Throws `running` while an import is under way.
    func keepingImportsAway<Value>(_ body: () async throws -> Value) async throws -> Value {
        try begin()
        defer { end() }
        return try await body()
    }

    private func begin() throws {
        let isFirst = isRunning.withLock { running in
            defer { running = true }
            return !running
        }
        guard isFirst else { throw Failure.running }
    }

    private func end() {
        isRunning.withLock { $0 = false }
        sweepBell.yield()
    }

    /// Removes the rows of editions that are out of force, little by little.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await self.sweep() }
        } catch is CancellationError {
            // Told to stop in the middle of a sweep; the next start goes on with it.
        }
    }

    private func sweep() async throws {
        for await _ in sweepBells {
            while try await store.hasRetiredEditions(), !isRunning.withLock({ $0 }) {
                do throws(SubmissionFailure) {
                    _ = try await writer.write([.editionsSwept(rowLimit: Self.sweepRowLimit)])
                } catch {
                    logger.warning("old lists could not be removed yet", metadata: ["fault": "\(error)"])
                    break
                }
                try await Task.sleep(for: .milliseconds(Self.sweepPauseMilliseconds))
            }
        }
    }
}
