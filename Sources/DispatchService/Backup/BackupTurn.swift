import CurlTransport
import DispatchCore
package import DispatchStore
import Logging
import ServiceLifecycle

/// The right to make one backup. Whoever holds it makes it; letting go of it lets the next one begin.
package final class BackupTurn: Sendable {
    private struct State: Sendable {
        var isStopped = false
        var isOver = false
        /// Ends a check that is under way.
        var interrupt: @Sendable () -> Void = {}
    }

    private struct Stopped: Error {}

    private let maker: BackupMaker
    private let state = Locked(State())

    init(maker: BackupMaker) {
        self.maker = maker
    }

    deinit {
        end()
    }

    /// The next one may begin. Called when the work of this one is done, before anybody hears of it: references to it may
    /// outlive that by a moment.
    func end() {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        if isFirst { maker.turnEnded() }
    }

    /// Makes a backup in the folder and removes the oldest beyond those that are kept.
    ///
    /// Goes on when whoever asked has gone; ends when the daemon is stopped.
    ///
    /// - Parameter progress: Called on the backup's thread.
    package func keep(
        progress: @escaping @Sendable (BackupProgress) -> Void
    ) async throws(BackupFailure) -> BackupReport {
        try await work { [self] pulse throws(BackupFailure) in
            defer { end() }
            let made = try make(pulse, progress)
            return try finish(made)
        }
    }

    /// Makes a backup for somebody else to keep.
    ///
    /// - Parameter progress: Called on the backup's thread.
    package func lend(
        progress: @escaping @Sendable (BackupProgress) -> Void
    ) async throws(BackupFailure) -> BackupLoan {
        try await work { [self] pulse throws(BackupFailure) in
            let made: (part: String, report: BackupReport)
            do throws(BackupFailure) {
                made = try make(pulse, progress)
            } catch {
                end()
                throw error
            }
            // From here on the file goes with it, also when nobody waits for it any more.
            return BackupLoan(path: made.part, report: made.report, turn: self, threads: maker.threads)
        }
    }

    func loanEnded(_ report: BackupReport, isSent: Bool) {
        defer { end() }
        maker.metrics.backupEnded(isSent ? "sent" : "failed")
        if isSent {
            log(report, "a backup was sent")
        } else {
            maker.logger.warning("the receiver of a backup went away before its end")
        }
    }

    private func log(_ report: BackupReport, _ event: Logger.Message) {
        maker.logger.info(
            event,
            metadata: [
                "name": "\(report.name)", "bytes": "\(report.facts.sizeBytes)",
                "position": "\(report.facts.journalPosition)", "seconds": "\(report.seconds)",
            ]
        )
    }

    // MARK: Making it

    /// How long single steps may take: one piece of the copy, and the check of all of it, which says nothing meanwhile.
    private static let stepMilliseconds = 60_000
    private static let checkMilliseconds = 600_000

    /// Works on the backup's thread and waits for it as long as it goes on.
    private func work<Value: Sendable>(
        _ body: @escaping @Sendable (BlockingPulse) throws(BackupFailure) -> Value
    ) async throws(BackupFailure) -> Value {
        let result: Result<Value, BackupFailure> = await withGracefulShutdownHandler {
            do {
                return .success(try await maker.threads.backup.run { try body($0) })
            } catch let failure as BackupFailure {
                return .failure(failure)
            } catch let fault as BlockingFault {
                // When it comes back it finds out that it is not wanted.
                stop()
                if fault.mayComeBack { maker.hangs(fault) } else { end() }
                return .failure(maker.failed(.blocked(fault)))
            } catch {
                // Nothing else is thrown above but that the task was cancelled.
                stop()
                return .failure(.stopped)
            }
        } onGracefulShutdown: {
            self.stop()
        }
        return try result.get()
    }

    private func make(
        _ pulse: BlockingPulse,
        _ progress: @escaping @Sendable (BackupProgress) -> Void
    ) throws(BackupFailure) -> (part: String, report: BackupReport) {
        let part = maker.folder.newPart()
        let start = ContinuousClock.now
        let watch = BackupWatch(
            progress: { [self] in
                if isStopped { throw Stopped() }
                switch $0.stage {
                case .copying: pulse.beat(patienceMilliseconds: Self.stepMilliseconds)
                case .checking: pulse.beat(patienceMilliseconds: Self.checkMilliseconds)
                }
                progress($0)
            },
            interruptible: { [self] interrupt in state.withLock { $0.interrupt = interrupt } }
        )
        do {
            let now = maker.clock.wallNow
            let facts = try maker.store.backUp(to: part, in: maker.folder, at: now, watch)
            let name = BackupFile.name(countyCode: facts.countyCode, at: now)
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            pulse.beat(patienceMilliseconds: Self.stepMilliseconds)
            return (part, BackupReport(name: name, facts: facts, seconds: seconds))
        } catch {
            // What a check says that was interrupted is no fault of the store.
            if isStopped { throw maker.failed(.stopped) }
            let fault = error as? StoreFault ?? StoreFault(.failed, "back up", "\(error)")
            throw maker.failed(.fault(fault))
        }
    }

    private func finish(_ made: (part: String, report: BackupReport)) throws(BackupFailure) -> BackupReport {
        let file: BackupFile
        do throws(StoreFault) {
            file = try maker.folder.finish(part: made.part, at: made.report.facts.madeAt)
        } catch {
            BackupFolder.remove(part: made.part)
            throw maker.failed(.fault(error))
        }
        maker.metrics.backupEnded("kept")
        maker.metrics.backupKept(at: file.madeAt)
        do throws(StoreFault) {
            let stuck = try maker.folder.prune(keep: maker.keep, at: file.madeAt)
            if !stuck.isEmpty {
                maker.logger.warning("old backups cannot be removed", metadata: ["names": "\(stuck)"])
            }
        } catch {
            maker.logger.warning("old backups cannot be found", metadata: ["fault": "\(error)"])
        }
        let report = BackupReport(name: file.name, facts: made.report.facts, seconds: made.report.seconds)
        log(report, "a backup was made")
        return report
    }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func stop() {
        let interrupt = state.withLock { state in
            state.isStopped = true
            return state.interrupt
        }
        interrupt()
    }
}
