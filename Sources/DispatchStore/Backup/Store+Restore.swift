import GRDB

/// A store from a backup.
extension Store {
    /// Makes a store of a backup where there is none: the database, and its token key beside it.
    ///
    /// An older schema stays what it is; the daemon migrates it at its start. Whatever fails leaves nothing behind.
    /// Throws `exists`, `locked`, `damaged`, `newer`, `diskFull`, `permission` or `failed`.
    package static func restore(_ backup: BackupSource, to files: StoreFiles) throws(StoreFault) -> BackupFacts {
        try StoreMaking(files: files, operation: "restore \(files.database)").make { part in
            // The copy is checked, not the file it came from: it is what becomes the store.
            try backup.copy(to: part.database)
            let checked = try BackupCheck.perform(part.database, as: backup.path)
            try BackupSeal.remove(from: part.database, sizeBytes: checked.facts.sizeBytes)
            try takeTokenKey(out: part.database)
            return (checked.tokenKey, checked.facts)
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
