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
    let threads: BlockingWork
    private let state = Locked(State())

    private struct State: Sendable {
        var isTaken = false
        /// Whoever holds the turn was answered that the folder does not: nobody knows when it ends.
        var hangs: BlockingFault?
    }

    init(
        store: Store,
        folder: BackupFolder,
        keep: Int,
        threads: BlockingWork,
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
        self.threads = threads
    }

    /// Removes what backups left half-made, and says how old the newest is. Called once, at the start.
    ///
    /// It holds the turn, so that what it removes is nobody's. A folder that cannot be read, or hangs, stops nothing.
    func prepare() async {
        do throws(BackupFailure) {
            let turn = try begin()
            let newest = try await ask(turn) { [folder, clock] () throws(StoreFault) in
                defer { turn.end() }
                try folder.sweep()
                return try folder.newest(at: clock.wallNow)
            }
            if let newest { metrics.backupKept(at: newest.madeAt) }
        } catch {
            // Calls are taken without backups too; the alert about old ones rings meanwhile.
            logger.error("the backup folder cannot be read", metadata: ["fault": "\(error)"])
        }
    }

    /// Finished backups, the newest first.
    ///
    /// Throws `fault` or `blocked`.
    package func files() async throws(BackupFailure) -> [BackupFile] {
        try await ask(nil) { [folder] () throws(StoreFault) in try folder.files() }
    }

    /// Takes the one turn there is; it ends with the last reference to it.
    ///
    /// Throws `running`, `noRoom`, `blocked` or `fault`, before anything was written.
    package func takeTurn() async throws(BackupFailure) -> BackupTurn {
        let turn = try begin()
        let needed: Int
        let free: Int?
        do throws(BackupFailure) {
            (needed, free) = try await ask(turn) { [folder, store] () throws(StoreFault) in
                try folder.make()
                return (store.files.sizeBytes + BackupFolder.marginBytes, folder.freeBytes(folder.path))
            }
        } catch {
            switch error {
            // It ends when the folder has answered.
            case .blocked(let fault) where fault.mayComeBack: break
            case .running, .noRoom, .stopped, .blocked, .fault: turn.end()
            }
            throw failed(error)
        }
        if let free, free < needed {
            turn.end()
            throw failed(.noRoom(neededBytes: needed, freeBytes: free))
        }
        return turn
    }

    private func begin() throws(BackupFailure) -> BackupTurn {
        let refusal: BackupFailure? = state.withLock { state in
            guard state.isTaken else {
                state.isTaken = true
                return nil
            }
            return state.hangs.map { .blocked($0) } ?? .running
        }
        if let refusal { throw refusal }
        return BackupTurn(maker: self)
    }

    /// Asks the folder something small. The turn is held until the folder has answered, also when nobody waits any more.
    private func ask<Value: Sendable>(
        _ turn: BackupTurn?,
        _ body: @escaping @Sendable () throws(StoreFault) -> Value
    ) async throws(BackupFailure) -> Value {
        // Let go of before whoever asked goes on: they may ask for the next turn at once.
        let held = Locked(turn)
        do {
            return try await threads.backupFolder.run { _ in
                defer { held.withLock { $0 = nil } }
                return try body()
            }
        } catch let fault as StoreFault {
            throw .fault(fault)
        } catch let fault as BlockingFault {
            if turn != nil, fault.mayComeBack { hangs(fault) }
            throw .blocked(fault)
        } catch {
            // Nothing else is thrown above but that the task was cancelled.
            throw .stopped
        }
    }

    func turnEnded() {
        state.withLock { $0 = State() }
    }

    /// Whoever holds the turn does not come back.
    func hangs(_ fault: BlockingFault) {
        state.withLock { if $0.isTaken { $0.hangs = fault } }
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
        case .blocked(let fault):
            metrics.backupEnded("failed")
            logger.error(
                "a backup was given up, because its folder does not answer",
                metadata: ["folder": "\(folder.path)", "fault": "\(fault)"]
            )
        case .fault(let fault):
            metrics.backupEnded(fault.code == .diskFull ? "no-room" : "failed")
            logger.error("a backup failed", metadata: ["folder": "\(folder.path)", "fault": "\(fault)"])
        }
        return failure
    }
}
