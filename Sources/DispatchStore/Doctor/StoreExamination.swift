package import DispatchCore
import GRDB
import Glibc

/// Everything that can be found out about a store from its files.
///
/// Reads all of it, on a connection of its own: for a thread of its own.
package struct StoreExamination: Sendable {
    /// Hours after which the newest backup is too old: a nightly one may fail once.
    package static let backupAgeLimitHours = 48
    /// Seconds that a clock may be behind the last commit: an adjustment, not a wrong clock.
    package static let clockSlackSeconds = 2.0
    /// The year this program was written in; an earlier clock was reset.
    package static let earliestYear = 2025

    let store: Store
    let backups: BackupFolder
    let now: WallTime

    package init(store: Store, backups: BackupFolder, now: WallTime) {
        self.store = store
        self.backups = backups
        self.now = now
    }

    /// One finding for each subject, in a fixed order.
    package func findings() -> [Finding] {
        ofTheStore() + ofTheFolders()
    }

    /// What the store itself is like.
    ///
    /// - Parameter goesOn: Called before each part.
    package func ofTheStore(goesOn: () -> Void = {}) -> [Finding] {
        var findings: [Finding] = []
        do {
            // One moment for all of it, however long it takes.
            let snapshot = try store.pool.makeSnapshot()
            goesOn()
            findings.append(schema(snapshot))
            findings.append(integrity(snapshot))
            findings.append(RowSurvey(reader: snapshot).finding)
            goesOn()
            findings.append(JournalComparison(store: store, reader: snapshot).finding)
            goesOn()
            findings.append(clock(snapshot))
        } catch {
            findings.append(Self.unreadable("integrity", error))
        }
        findings.append(disk)
        return findings
    }

    /// What its files and its backups are like. Their folder may lie on another disk, which may hang.
    ///
    /// - Parameter goesOn: Called before each part.
    package func ofTheFolders(goesOn: () -> Void = {}) -> [Finding] {
        let permissions = FilePermissions(
            files: store.files,
            tokenKeySource: store.tokenKeySource,
            backups: backups
        ).finding
        goesOn()
        return [permissions, newestBackup]
    }

    private func schema(_ reader: any DatabaseReader) -> Finding {
        do {
            let version = try reader.read { try StoreCheck.schema($0) }
            guard version != Schema.newest else { return Finding("schema", .ok, "\(version), that of this program") }
            return Finding("schema", .warning, "\(version); this program has \(Schema.newest)", advice: "start arrived")
        } catch {
            return Self.unreadable("schema", error)
        }
    }

    private func integrity(_ reader: any DatabaseReader) -> Finding {
        do {
            let fault = try reader.read { try StoreCheck.damage($0) ?? StoreCheck.danglingReference($0) }
            guard let fault else {
                return Finding("integrity", .ok, "all of \(store.files.sizeBytes) bytes is sound")
            }
            return Finding("integrity", .failure, "the store is damaged: \(fault)", advice: Self.restoreAdvice)
        } catch {
            return Self.unreadable("integrity", error)
        }
    }

    private func clock(_ reader: any DatabaseReader) -> Finding {
        do {
            let county = try reader.read { try StoredCounty.fetch($0) }
            let behind = county.clock.wall.seconds(since: now)
            let year = 1970 + now.milliseconds / 31_556_952_000
            let advice = "set the clock, and let it be kept right by NTP"
            if behind > Self.clockSlackSeconds {
                return Finding(
                    "clock",
                    .failure,
                    "it is \(Int(behind)) s behind the last commit",
                    advice: advice
                )
            }
            guard year >= Self.earliestYear else {
                return Finding("clock", .failure, "it says the year \(year)", advice: advice)
            }
            return Finding("clock", .ok, "the last commit was \(Int(-behind)) s ago")
        } catch {
            return Self.unreadable("clock", error)
        }
    }

    private var disk: Finding {
        guard let free = backups.freeBytes(store.files.folder) else {
            return Finding("disk", .warning, "the system does not say how much is free")
        }
        let size = store.files.sizeBytes
        let text = "\(free) bytes are free beside the reserve; the store has \(size)"
        if free < DiskReserve.marginBytes {
            return Finding("disk", .failure, text, advice: "make room: new requests are refused, or will be")
        }
        let needed = size + BackupFolder.marginBytes
        guard free >= needed else {
            return Finding("disk", .warning, text, advice: "make room: a backup here needs \(needed)")
        }
        return Finding("disk", .ok, text)
    }

    private var newestBackup: Finding {
        let newest: BackupFile?
        do throws(StoreFault) {
            newest = try backups.newest(at: now)
        } catch {
            return Finding(
                "backups",
                .failure,
                "\(backups.path): \(error.explanation)",
                advice: "let the daemon's user read it, or put backup.folder right"
            )
        }
        guard let newest else {
            return Finding(
                "backups",
                .warning,
                "there is none in \(backups.path)",
                advice: "run arrivectl backup, and let a timer run it"
            )
        }
        let hours = Int(now.seconds(since: newest.madeAt) / 3600)
        do {
            _ = try BackupCheck.perform("\(backups.path)/\(newest.name)")
        } catch {
            return Finding(
                "backups",
                .failure,
                "the newest, \(newest.name), is none: \(error)",
                advice: "run arrivectl backup"
            )
        }
        guard hours <= Self.backupAgeLimitHours else {
            return Finding(
                "backups",
                .warning,
                "the newest, \(newest.name), is \(hours) h old; more than \(Self.backupAgeLimitHours) h is too old",
                advice: "run arrivectl backup, and see why its timer does not"
            )
        }
        return Finding("backups", .ok, "the newest, \(newest.name), is \(hours) h old and whole")
    }

    static let restoreAdvice = "stop arrived, move the store away, and restore the newest backup"

    static func unreadable(_ subject: String, _ error: any Error) -> Finding {
        Finding(subject, .failure, "it cannot be read: \(StoreFault(error, "look").explanation)", advice: restoreAdvice)
    }
}
