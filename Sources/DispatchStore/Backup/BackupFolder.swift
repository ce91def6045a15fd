package import DispatchCore
import Foundation
import Glibc

/// The folder of a county's backups: finished ones under their names, one that is being made under another.
package struct BackupFolder: Sendable {
    /// Free space that a backup leaves at its beginning, beside the room for the copy: what the WAL may grow by while an
    /// old state is read (a checkpoint waits for it), and what ``floorBytes`` keeps.
    package static let marginBytes = 64 * 1024 * 1024
    /// A backup gives up when less than this is free: twice the margin at which new requests stop, so that a backup is
    /// never the reason, and the daemon's reserve stays untouched.
    package static let floorBytes = 2 * DiskReserve.marginBytes
    /// How far a name may be ahead of the clock: of several in one second the later ones are.
    private static let aheadSeconds = 60

    package let path: String
    let countyCode: String
    /// Bytes that can still be written in a folder; nil when the system does not say.
    package let freeBytes: @Sendable (_ folder: String) -> Int?

    package init(
        path: String,
        countyCode: String,
        freeBytes: @escaping @Sendable (_ folder: String) -> Int? = { DiskSpace.freeBytes($0) }
    ) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        self.countyCode = countyCode
        self.freeBytes = freeBytes
    }

    /// Makes the folder, for its owner alone, if it is not there; one that is there keeps its mode.
    package func make() throws(StoreFault) {
        guard unsafe mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw .system("make \(path)", "the backup folder cannot be made")
    }

    /// A name for one that is being made.
    package func newPart() -> String { "\(path)/\(partPrefix)\(UUID().uuidString)" }

    /// Tells the parts of this county from those of another that shares the folder.
    private var partPrefix: String { ".\(BackupFile.prefix(countyCode))" }

    /// Finished backups, the newest first; none while there is no folder.
    ///
    /// Throws `permission` or `failed` for a folder that is there and cannot be listed: that it is empty would be a lie.
    package func files() throws(StoreFault) -> [BackupFile] {
        try names().sorted(by: >).compactMap { name in
            guard let time = BackupFile.time(ofName: name, countyCode: countyCode),
                let size = StoreFiles.sizeBytes("\(path)/\(name)")
            else { return nil }
            return BackupFile(name: name, madeAt: time, sizeBytes: size)
        }
    }

    /// The newest finished backup. One that a wrong clock dated ahead says nothing of how old the newest is.
    ///
    /// Throws what ``files()`` throws.
    package func newest(at now: WallTime) throws(StoreFault) -> BackupFile? {
        let limit = now.adding(seconds: Self.aheadSeconds)
        return try files().first { $0.madeAt <= limit }
    }

    /// Gives a finished copy its name, on the disk for good.
    ///
    /// Of two in one second the later gets the next second's name: nothing is ever overwritten.
    package func finish(part: String, at time: WallTime) throws(StoreFault) -> BackupFile {
        var time = time
        var name = BackupFile.name(countyCode: countyCode, at: time)
        while !FileNaming.isFree("\(path)/\(name)") {
            time = time.adding(seconds: 1)
            name = BackupFile.name(countyCode: countyCode, at: time)
        }
        try FileNaming.give(part, "\(path)/\(name)")
        try FileSync.folder(path)
        let size = StoreFiles.sizeBytes("\(path)/\(name)") ?? 0
        return BackupFile(
            name: name,
            madeAt: WallTime(milliseconds: time.milliseconds / 1000 * 1000),
            sizeBytes: size
        )
    }

    /// Removes all but the newest, of finished backups of this county alone. Those dated ahead of the one that was just
    /// made, by a clock that was wrong once, go first.
    ///
    /// - Parameter made: When the one that was just made was made.
    ///
    /// Throws what ``files()`` throws.
    ///
    /// - Returns: The names of those that should have gone and could not be removed.
    package func prune(keep: Int, at made: WallTime) throws(StoreFault) -> [String] {
        let files = try files()
        let ranked = files.filter { $0.madeAt <= made } + files.filter { $0.madeAt > made }
        return ranked.dropFirst(keep).map(\.name).filter { unsafe unlink("\(path)/\($0)") != 0 }
    }

    /// Removes what backups left half-made when their daemon was killed. Called while none is being made.
    ///
    /// Throws what ``files()`` throws.
    package func sweep() throws(StoreFault) {
        for name in try names() where name.hasPrefix(partPrefix) { unsafe unlink("\(path)/\(name)") }
    }

    private func names() throws(StoreFault) -> [String] {
        let operation = "list \(path)"
        let what = "the backup folder cannot be read"
        guard unsafe access(path, R_OK | X_OK) == 0 else {
            if errno == ENOENT { return [] }
            throw .system(operation, what)
        }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw StoreFault(.failed, operation, "\(what): \(error.localizedDescription)")
        }
    }

    /// Removes a copy that is of no use, with what SQLite may have put beside it.
    package static func remove(part: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unsafe unlink(part + suffix) }
    }
}
