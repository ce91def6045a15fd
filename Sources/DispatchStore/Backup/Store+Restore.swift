import GRDB
import Glibc

/// A store from a backup.
extension Store {
    private static let copyPieceBytes = 1024 * 1024

    /// Makes a store of a backup where there is none: the database, and its token key beside it.
    ///
    /// An older schema stays what it is; the daemon migrates it at its start. Whatever fails leaves nothing behind.
    /// Throws `exists`, `locked`, `missing`, `damaged`, `newer`, `diskFull`, `permission` or `failed`.
    package static func restore(_ backup: String, to files: StoreFiles) throws(StoreFault) -> BackupFacts {
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
            let checked = try BackupCheck.perform(backup)
            try copy(backup, bytes: checked.facts.sizeBytes - BackupSeal.lengthBytes, to: part)
            try takeTokenKey(out: part)
            try TokenKeyFile.create(files, key: checked.tokenKey)
            try FolderOwner.take([part, files.key, files.lock], in: files.folder)
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

    private static func copy(_ source: String, bytes: Int, to target: String) throws(StoreFault) {
        let operation = "copy \(source)"
        let input = unsafe Glibc.open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw .system(operation, "the backup cannot be read") }
        defer { Glibc.close(input) }
        let output = unsafe Glibc.open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw .system("create \(target)", "no file can be made there") }
        defer { Glibc.close(output) }
        var piece = [UInt8](repeating: 0, count: copyPieceBytes)
        var missing = bytes
        while missing > 0 {
            let count = unsafe read(input, &piece, min(piece.count, missing))
            guard count > 0 else { throw .system(operation, "the backup cannot be read") }
            missing -= count
            var rest = piece[..<count]
            while !rest.isEmpty {
                let written = unsafe rest.withUnsafeBytes { unsafe write(output, $0.baseAddress, $0.count) }
                guard written > 0 else { throw .system(operation, "the copy cannot be written") }
                rest = rest.dropFirst(written)
            }
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
