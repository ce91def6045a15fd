import GRDB
import Glibc

/// A store from a backup.
extension Store {
    /// Makes a store of a backup where there is none: the database, and its token key beside it.
    ///
    /// An older schema stays what it is; the daemon migrates it at its start. Whatever fails leaves nothing behind.
    /// Throws `exists`, `locked`, `damaged`, `newer`, `diskFull`, `permission` or `failed`.
    package static func restore(_ backup: BackupSource, to files: StoreFiles) throws(StoreFault) -> BackupFacts {
        let operation = "restore \(files.database)"
        try files.requireFolder(operation)
        for path in files.restored + [files.reserve] where StoreFiles.exists(path) {
            throw StoreFault(
                .exists,
                operation,
                "\(path) is there already: stop the daemon and move the old store away, with everything whose name begins "
                    + "with \(files.database); nothing was changed"
            )
        }
        let hadLock = StoreFiles.exists(files.lock)
        let lock = try StoreLock(files)
        let part = "\(files.database).restoring-\(getpid())"
        do {
            // The copy is checked, not the file it came from: it is what becomes the store.
            try backup.copy(to: part)
            let checked = try BackupCheck.perform(part, as: backup.path)
            try BackupSeal.remove(from: part, sizeBytes: checked.facts.sizeBytes)
            try takeTokenKey(out: part)
            try TokenKeyFile.create(files, key: checked.tokenKey)
            guard unsafe rename(part, files.database) == 0 else {
                throw StoreFault.system(operation, "the restored store cannot be given its name")
            }
            try FileSync.folder(files.folder)
            lock.release()
            return checked.facts
        } catch {
            BackupFolder.remove(part: part)
            for path in files.restored { unsafe unlink(path) }
            if !hadLock { unsafe unlink(files.lock) }
            throw StoreFault(error, operation)
        }
    }

    /// Makes a store of the copy: without the table that only a backup has, on the disk for good.
    private static func takeTokenKey(out part: String) throws {
        let queue = try DatabaseQueue(path: part)
        try queue.writeWithoutTransaction { database in
            // The key is overwritten, not left in a page that nobody uses.
            try database.execute(sql: "PRAGMA secure_delete = ON; PRAGMA synchronous = FULL")
            try database.execute(sql: "DROP TABLE \(BackupTable.name)")
        }
        try queue.close()
        try FileSync.file(part)
    }
}

extension StoreFiles {
    /// What a restored store has, and what would be taken for part of it.
    fileprivate var restored: [String] {
        [database, database + "-wal", database + "-shm", database + "-journal", key]
    }
}
