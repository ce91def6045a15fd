import Glibc

/// The files of a store: the database and what stands beside it.
package struct StoreFiles: Sendable {
    /// A larger database is opened first and looked at afterwards, see ``Store/brokenPage()``: reading it would keep callers
    /// waiting for seconds at each start.
    package static let checkedAtOpeningBytes = 32 * 1024 * 1024

    package let database: String

    package init(database: String) {
        self.database = database
    }

    /// The token key, 32 bytes, readable by the owner alone.
    package var key: String { database + ".key" }
    /// Held locked while a daemon has the store open.
    package var lock: String { database + ".lock" }
    /// Space kept for the day the disk is full.
    package var reserve: String { database + ".reserve" }

    /// Where backups go unless the configuration says otherwise.
    package var backups: String { folder + "backups" }

    /// The folder of the database, with a slash at its end.
    package var folder: String { database.lastIndex(of: "/").map { String(database[...$0]) } ?? "./" }

    /// Bytes of the database and of what waits in its WAL: no copy is larger.
    package var sizeBytes: Int {
        // By name: closing a descriptor of an open SQLite file would let go of its locks.
        [database, database + "-wal"].reduce(0) { $0 + (Self.sizeBytes($1) ?? 0) }
    }

    /// Whether every page is looked at before the store counts as open. Once true while it is open, it was so at the opening:
    /// the file of an open store does not shrink.
    package var isCheckedAtOpening: Bool { (Self.sizeBytes(database) ?? 0) <= Self.checkedAtOpeningBytes }

    /// Bytes of a file; nil when there is none.
    static func sizeBytes(_ path: String) -> Int? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return Int(status.st_size)
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Refuses what is no file: nothing at all, or a folder.
    ///
    /// - Parameter advice: What to do where nothing is.
    static func requireFile(_ path: String, _ operation: String, orElse advice: String) throws(StoreFault) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            guard [ENOENT, ENOTDIR].contains(errno) else { throw .system(operation, "it cannot be looked at") }
            throw StoreFault(.missing, operation, "there is no such file; \(advice)")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StoreFault(.failed, operation, "it is a folder or a device, and must be a file")
        }
    }

    /// The text of the last system error.
    static func systemError() -> String {
        let number = errno
        guard let text = unsafe strerror(number) else { return "errno \(number)" }
        return unsafe "\(String(cString: text)) (errno \(number))"
    }
}
