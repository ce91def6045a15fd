import CurlTransport
import DispatchCore
package import DispatchStore
import DispatchWire

/// Looks at the store of a running daemon while calls go on, one look at a time.
package final class StoreDoctor: Sendable {
    /// How long the store may take to be opened once more, and one part of the look at it: all pages of a large store are
    /// read in one.
    private static let openingMilliseconds = 30_000
    private static let partMilliseconds = 900_000
    /// How long the backup folder may take to be listed, and its newest backup to be read.
    private static let folderMilliseconds = 10_000
    private static let backupMilliseconds = 600_000

    private let store: Store
    private let backups: BackupFolder
    private let threads: BlockingThreads
    private let clock: ServiceClock
    private let startedAt: Timestamp
    private let isBusy = Locked(false)

    init(store: Store, backups: BackupFolder, threads: BlockingWork, clock: ServiceClock) {
        self.store = store
        self.backups = backups
        self.threads = threads.doctor
        self.clock = clock
        startedAt = clock.now
    }

    /// What there is to say; nil while another look is under way.
    ///
    /// A backup folder that does not answer is one of the findings; a ``BlockingFault`` is thrown when the store does not,
    /// or there is no thread to look at it.
    package func findings() async throws -> [Finding]? {
        let isFirst = isBusy.withLock { busy in
            defer { busy = true }
            return !busy
        }
        guard isFirst else { return nil }
        defer { isBusy.withLock { $0 = false } }
        let examination = StoreExamination(store: store, backups: backups, now: clock.wallNow)
        // It reads everything: neither on the writer's thread nor on one that calls share.
        let found = try await threads.run(patienceMilliseconds: Self.openingMilliseconds) { pulse in
            examination.ofTheStore { pulse.beat(patienceMilliseconds: Self.partMilliseconds) }
        }
        let ofTheFolder = await lookAtBackups(examination)
        let hours = Int(clock.now.seconds(since: startedAt) / 3600)
        return found.map { $0.subject == "clock" ? clockFinding($0) : $0 } + ofTheFolder + [
            Finding("daemon", .ok, "it has run for \(hours) h, since start \(store.county.writerEpoch) of this store")
        ]
    }

    private func lookAtBackups(_ examination: StoreExamination) async -> [Finding] {
        do {
            return try await threads.run(patienceMilliseconds: Self.folderMilliseconds) { pulse in
                examination.ofTheFolders { pulse.beat(patienceMilliseconds: Self.backupMilliseconds) }
            }
        } catch {
            return [
                Finding(
                    "backups",
                    .failure,
                    "\(backups.path) cannot be looked at: \(error)",
                    advice: "see whether the disk of backup.folder hangs"
                )
            ]
        }
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
        let witnesses = standing.offBySeconds.map { seconds in
            "it is \(seconds.magnitude) s \(seconds < 0 ? "behind" : "ahead of") what endpoints say"
        }
        return Finding(
            found.subject,
            .failure,
            ["it is doubted since \(clock.wire(since)), and nothing expires", step, witnesses]
                .compactMap(\.self).joined(separator: "; "),
            advice: "set the clock, and let it be kept right by NTP"
        )
    }
}
