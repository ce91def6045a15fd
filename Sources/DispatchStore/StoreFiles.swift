import Glibc

/// The files of a store: the database and what stands beside it.
package struct StoreFiles: Sendable {
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

    static func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    /// The text of the last system error.
    static func systemError() -> String {
        let number = errno
        guard let text = unsafe strerror(number) else { return "errno \(number)" }
        return unsafe "\(String(cString: text)) (errno \(number))"
    }
}
