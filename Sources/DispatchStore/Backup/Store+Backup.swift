package import DispatchCore
import GRDB
import Glibc

/// A copy of the store that one file restores.
extension Store {
    /// Pages copied in one step, 1 MiB: often enough to see a full disk coming and to be told to stop.
    private static let pagesPerStep: CInt = 256
    /// Bytes after which the copy so far is put on the disk. One large sync at the end would make commits wait for seconds
    /// behind it on a slow disk.
    private static let bytesPerSync = 16 * 1024 * 1024

    /// Copies the store as it is at this moment into a new file, adds the token key and checks what came of it.
    ///
    /// Works on a reader's connection of its own, in one read transaction: commits go on meanwhile and are not in the copy.
    /// Takes as long as it takes, so it is for a thread of its own. The file is there, checked and on the disk, when this
    /// returns, and gone when it throws: a `StoreFault`, or what the watch threw.
    package func backUp(
        to path: String,
        in folder: BackupFolder,
        at now: WallTime,
        _ watch: BackupWatch
    ) throws
        -> BackupFacts
    {
        let operation = "back up \(self.files.database)"
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreFault.system("create \(path)", "no file can be made in the backup folder")
        }
        defer { Glibc.close(descriptor) }
        do {
            try copy(to: path, descriptor, in: folder, watch)
            try addTokenKey(to: path, at: now)
            let sizeBytes = StoreFiles.sizeBytes(path) ?? 0
            try BackupSeal.append(to: path, descriptor) {
                try watch.progress(BackupProgress(stage: .copying, bytes: sizeBytes, totalBytes: sizeBytes))
            }
            guard fsync(descriptor) == 0 else {
                throw StoreFault.system("sync \(path)", "the copy cannot be put on the disk")
            }
            let checked = try BackupCheck.perform(path, watch)
            guard checked.tokenKey == tokenKey, checked.facts.countyCode == county.code else {
                throw StoreFault(.damaged, operation, "the copy does not say what the store says")
            }
            return checked.facts
        } catch let error as DatabaseError {
            BackupFolder.remove(part: path)
            throw StoreFault(error, operation)
        } catch {
            BackupFolder.remove(part: path)
            throw error
        }
    }

    private func copy(to path: String, _ descriptor: Int32, in folder: BackupFolder, _ watch: BackupWatch) throws {
        let snapshot = try pool.makeSnapshot()
        let (pageBytes, pages) = try snapshot.read { database in
            (
                try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0,
                try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            )
        }
        let totalBytes = pages * pageBytes
        try watch.progress(BackupProgress(stage: .copying, bytes: 0, totalBytes: totalBytes))
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }  // what matters is read back by the check
        try queue.writeWithoutTransaction { database in
            // Of no use before it is whole, so nothing is kept to undo it, and it is synced here and at the end.
            try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        }
        var syncedBytes = 0
        try snapshot.backup(to: queue, pagesPerStep: Self.pagesPerStep) { progress in
            let bytes = progress.completedPageCount * pageBytes
            if bytes - syncedBytes >= Self.bytesPerSync {
                // A failure is told by the sync at the end, which says the same.
                _ = fdatasync(descriptor)
                syncedBytes = bytes
            }
            if let free = folder.freeBytes(folder.path), free < BackupFolder.floorBytes {
                throw StoreFault(
                    .diskFull,
                    "back up \(self.files.database)",
                    "the disk filled up while the copy was made: \(free) bytes are free, and a backup leaves "
                        + "\(BackupFolder.floorBytes)"
                )
            }
            try watch.progress(BackupProgress(stage: .copying, bytes: bytes, totalBytes: totalBytes))
        }
    }

    /// Makes the copy a file by itself: out of WAL mode, so that nothing lies beside it, and with the key in it.
    private func addTokenKey(to path: String, at now: WallTime) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = OFF")
            guard try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE") == "delete" else {
                throw StoreFault(.failed, "back up \(files.database)", "the copy does not leave WAL mode")
            }
            try database.execute(sql: BackupTable.definition)
            try database.execute(
                sql: "INSERT INTO \(BackupTable.name) VALUES (1, ?, ?)",
                arguments: [now.milliseconds, Blob.data(tokenKey)]
            )
        }
        try queue.close()
    }
}
