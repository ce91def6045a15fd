import CurlTransport
import DispatchCore
package import DispatchStore
import Logging

/// Makes backups of the store, one at a time, while calls go on.
package final class BackupMaker: Sendable {
    let store: Store
    package let folder: BackupFolder
    /// How many finished ones stay in the folder.
    package let keep: Int
    let clock: ServiceClock
    let metrics: DispatchMetrics
    let logger: Logger
    private let isTaken = Locked(false)

    init(
        store: Store,
        folder: BackupFolder,
        keep: Int,
        clock: ServiceClock,
        metrics: DispatchMetrics,
        logger: Logger
    ) {
        self.store = store
        self.folder = folder
        self.keep = keep
        self.clock = clock
        self.metrics = metrics
        self.logger = logger
        do throws(StoreFault) {
            try folder.sweep()
            if let newest = try folder.newest(at: clock.wallNow) { metrics.backupKept(at: newest.madeAt) }
        } catch {
            // Calls are taken without backups too; the alert about old ones rings meanwhile.
            logger.error("the backup folder cannot be read", metadata: ["fault": "\(error)"])
        }
    }

    /// Takes the one turn there is; it ends with the last reference to it.
    ///
    /// Throws `running`, `noRoom` or `fault`, before anything was written.
    package func takeTurn() throws(BackupFailure) -> BackupTurn {
        let isFree = isTaken.withLock { taken in
            defer { taken = true }
            return !taken
        }
        guard isFree else { throw .running }
        let turn = BackupTurn(maker: self)
        do throws(StoreFault) {
            try folder.make()
        } catch {
            throw failed(.fault(error))
        }
        let needed = store.files.sizeBytes + BackupFolder.marginBytes
        if let free = folder.freeBytes(folder.path), free < needed {
            throw failed(.noRoom(neededBytes: needed, freeBytes: free))
        }
        return turn
    }

    func turnEnded() {
        isTaken.withLock { $0 = false }
    }

    /// Notes a failure where the person looks who is not waiting for the answer.
    func failed(_ failure: BackupFailure) -> BackupFailure {
        switch failure {
        case .running: break
        case .stopped:
            metrics.backupEnded("stopped")
            logger.info("a backup was left off, because the daemon is being stopped")
        case .noRoom(let needed, let free):
            metrics.backupEnded("no-room")
            logger.error(
                "there is no room for a backup",
                metadata: ["folder": "\(folder.path)", "needed": "\(needed)", "free": "\(free)"]
            )
        case .fault(let fault):
            metrics.backupEnded(fault.code == .diskFull ? "no-room" : "failed")
            logger.error("a backup failed", metadata: ["folder": "\(folder.path)", "fault": "\(fault)"])
        }
        return failure
    }
}
