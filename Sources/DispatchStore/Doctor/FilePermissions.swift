import Glibc

/// Whether a store's files are there, for their owner alone, and one owner's.
struct FilePermissions {
    let files: StoreFiles
    let tokenKeySource: TokenKeySource
    let backups: BackupFolder

    var finding: Finding {
        var faults: [String] = []
        var advice: [String] = []
        let owner = status(files.folder)?.st_uid
        let own = [files.database, files.database + "-wal", files.key, files.reserve]
        // A folder that cannot be listed has a finding of its own.
        let kept = (try? backups.files()) ?? []
        for path in own + kept.map({ "\(backups.path)/\($0.name)" }) {
            guard let facts = status(path) else {
                if path == files.key, tokenKeySource == .file {
                    faults.append("the token key \(path) has gone; the next start is refused")
                    advice.append("restart nothing; take a backup, which has the key, and restore it")
                }
                continue
            }
            if facts.st_mode & 0o077 != 0 {
                faults.append("others may read \(path)")
                advice.append("chmod 600 \(path)")
            }
            if let owner, facts.st_uid != owner, own.contains(path) {
                faults.append("\(path) does not belong to the owner of its folder")
                advice.append("chown --reference=\(files.folder) \(path)")
            }
        }
        if unsafe access(files.folder, W_OK) != 0 {
            faults.append("\(files.folder) cannot be written (\(StoreFiles.systemError()))")
        }
        guard !faults.isEmpty else {
            if tokenKeySource == .unread, status(files.key) == nil {
                return Finding(
                    "permissions",
                    .warning,
                    "there is no token key \(files.key): the daemon starts only if it is handed one as a credential",
                    advice: "see that /etc/credstore/arrived.token-key is there, or restore the newest backup"
                )
            }
            return Finding("permissions", .ok, "store, key and backups are readable by their owner alone")
        }
        return Finding(
            "permissions",
            .failure,
            faults.joined(separator: "; "),
            advice: advice.isEmpty ? nil : advice.joined(separator: "; ")
        )
    }

    /// By name, never by opening it: closing a descriptor of an open SQLite file lets go of its locks.
    private func status(_ path: String) -> stat? {
        var facts = stat()
        return unsafe stat(path, &facts) == 0 ? facts : nil
    }
}
