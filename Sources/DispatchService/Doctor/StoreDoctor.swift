import CurlTransport
import DispatchCore
package import DispatchStore
import Foundation

/// Looks at the store of a running daemon while calls go on, one look at a time.
package final class StoreDoctor: Sendable {
    private let store: Store
    private let backups: BackupFolder
    private let clock: ServiceClock
    private let startedAt: Timestamp
    private let isBusy = Locked(false)

    init(store: Store, backups: BackupFolder, clock: ServiceClock) {
        self.store = store
        self.backups = backups
        self.clock = clock
        startedAt = clock.now
    }

    /// What there is to say; nil while another look is under way.
    package func findings() async -> [Finding]? {
        let isFirst = isBusy.withLock { busy in
            defer { busy = true }
            return !busy
        }
        guard isFirst else { return nil }
        defer { isBusy.withLock { $0 = false } }
        let examination = StoreExamination(store: store, backups: backups, now: clock.wallNow)
        let found = await withCheckedContinuation { continuation in
            // It reads everything: neither the writer's thread nor one that calls share.
            let thread = Thread { continuation.resume(returning: examination.findings()) }
            thread.name = "doctor"
            thread.start()
        }
        let hours = Int(clock.now.seconds(since: startedAt) / 3600)
        return found + [
            Finding("daemon", .ok, "it has run for \(hours) h, since start \(store.county.writerEpoch) of this store")
        ]
    }
}
