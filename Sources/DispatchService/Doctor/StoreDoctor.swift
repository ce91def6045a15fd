import CurlTransport
import DispatchCore
package import DispatchStore
import DispatchWire
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
        return found.map { $0.subject == "clock" ? clockFinding($0) : $0 } + [
            Finding("daemon", .ok, "it has run for \(hours) h, since start \(store.county.writerEpoch) of this store")
        ]
    }

    /// What the daemon knows of the wall clock beside what the store tells.
    private func clockFinding(_ found: Finding) -> Finding {
        let standing = clock.standing
        let step = standing.lastStep.map { "it was set by \($0.milliseconds / 1000) s at \(clock.wire($0.at))" }
        guard let since = standing.doubtedSince else {
            return Finding(
                found.subject,
                found.grade,
                [found.detail, step].compactMap(\.self).joined(separator: "; "),
                advice: found.advice
            )
        }
        let witnesses = standing.offBySeconds.map { "it is \($0) s ahead of what endpoints say" }
        return Finding(
            found.subject,
            .failure,
            ["it is doubted since \(clock.wire(since)), and nothing expires", step, witnesses]
                .compactMap(\.self).joined(separator: "; "),
            advice: "set the clock, and let it be kept right by NTP"
        )
    }
}
