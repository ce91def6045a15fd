import CurlTransport
import DispatchCore
package import DispatchStore
import Foundation
import Logging
import ServiceLifecycle

/// The right to make one backup. Whoever holds it makes it; letting go of it lets the next one begin.
package final class BackupTurn: Sendable {
    private struct State: Sendable {
        var isStopped = false
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
        maker.turnEnded()
    }

    /// Makes a backup in the folder and removes the oldest beyond those that are kept.
    ///
    /// Goes on when whoever asked has gone; ends when the daemon is stopped.
    ///
    /// - Parameter progress: Called on the backup's thread.
    package func keep(
        progress: @escaping @Sendable (BackupProgress) -> Void
    ) async throws(BackupFailure) -> BackupReport {
        let made = try await make(progress)
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

    /// Makes a backup for somebody else to keep.
    ///
    /// - Parameter progress: Called on the backup's thread.
    package func lend(
        progress: @escaping @Sendable (BackupProgress) -> Void
    ) async throws(BackupFailure) -> BackupLoan {
        let made = try await make(progress)
        return BackupLoan(path: made.part, report: made.report, turn: self)
    }

    func loanEnded(_ report: BackupReport, isSent: Bool) {
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

    private func make(
        _ progress: @escaping @Sendable (BackupProgress) -> Void
    ) async throws(BackupFailure) -> (part: String, report: BackupReport) {
        let result: Result<(part: String, report: BackupReport), BackupFailure> = await withGracefulShutdownHandler {
            await withCheckedContinuation { continuation in
                // It reads and writes for as long as it takes: neither the writer's thread nor one that calls share.
                let thread = Thread { [self] in continuation.resume(returning: makeOnThisThread(progress)) }
                thread.name = "backup"
                thread.start()
            }
        } onGracefulShutdown: {
            self.stop()
        }
        return try result.get()
    }

    private func makeOnThisThread(
        _ progress: @escaping @Sendable (BackupProgress) -> Void
    ) -> Result<(part: String, report: BackupReport), BackupFailure> {
        let part = maker.folder.newPart()
        let start = ContinuousClock.now
        let watch = BackupWatch(
            progress: { [self] in
                if isStopped { throw Stopped() }
                progress($0)
            },
            interruptible: { [self] interrupt in state.withLock { $0.interrupt = interrupt } }
        )
        do {
            let now = maker.clock.wallNow
            let facts = try maker.store.backUp(to: part, in: maker.folder, at: now, watch)
            let name = BackupFile.name(countyCode: facts.countyCode, at: now)
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            return .success((part, BackupReport(name: name, facts: facts, seconds: seconds)))
        } catch {
            // What a check says that was interrupted is no fault of the store.
            if isStopped { return .failure(maker.failed(.stopped)) }
            let fault = error as? StoreFault ?? StoreFault(.failed, "back up", "\(error)")
            return .failure(maker.failed(.fault(fault)))
        }
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
