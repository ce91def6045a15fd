import Foundation
import Glibc

/// A store that is made where there is none: under another name, and given its own when it is whole.
///
/// Whatever fails, or ends the process, leaves no half-made store, and whatever was there, or comes there meanwhile, is never
/// touched.
struct StoreMaking {
    let files: StoreFiles
    let operation: String

    /// - Parameter body: Makes the database under the name it is told, on the disk for good, and returns its token key.
    ///
    /// Throws `exists`, `locked`, `diskFull`, `permission`, `failed`, or what the body throws.
    func make<Value>(_ body: (_ part: StoreFiles) throws -> (tokenKey: [UInt8], Value)) throws(StoreFault) -> Value {
        guard StoreFiles.isFolder(files.folder) else {
            throw StoreFault(.permission, operation, "there is no folder \(files.folder); make it first")
        }
        try refuseWhatIsThere()
        let lock = try StoreLock(files)
        let part = StoreFiles(database: "\(files.database)\(StoreFiles.partMark)\(getpid())")
        do {
            try refuseWhatIsThere()
            files.sweepParts()
            let (tokenKey, value) = try body(part)
            try TokenKeyFile.create(files, key: tokenKey)
            do {
                try FileNaming.give(part.database, files.database)
            } catch {
                unsafe unlink(files.key)
                throw error
            }
            // The store is there; a power loss in this moment could still take its name.
            try FileSync.folder(files.folder)
            lock.release()
            return value
        } catch {
            BackupFolder.remove(part: part.database)
            throw StoreFault(error, operation)
        }
    }

    private func refuseWhatIsThere() throws(StoreFault) {
        let beside = ["-wal", "-shm", "-journal"].map { files.database + $0 }
        for path in [files.database] + beside + [files.reserve] where !FileNaming.isFree(path) {
            throw StoreFault(
                .exists,
                operation,
                "\(path) is there already: stop the daemon and move the old store away, with everything whose name begins "
                    + "with \(files.database); nothing was changed"
            )
        }
        guard FileNaming.isFree(files.key) else {
            throw StoreFault(
                .exists,
                operation,
                "\(files.key) is there already, without a store: it was left when one was made and cut off, or somebody "
                    + "needs it; move it away; nothing was changed"
            )
        }
    }
}

extension StoreFiles {
    /// Stands in the names of stores that are being made.
    static let partMark = ".making-"

    /// Removes what was left half-made beside this store when its process was killed. Called by whoever holds the lock.
    func sweepParts() {
        let name = database.lastIndex(of: "/").map { String(database[$0...].dropFirst()) } ?? database
        // A folder that cannot be listed has nothing that could be removed.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for part in names where part.hasPrefix(name + Self.partMark) { unsafe unlink(folder + part) }
    }
}
