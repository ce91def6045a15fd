import GRDB

extension StoreFault {
    /// What an error of SQLite means here.
    init(_ error: any Error, _ operation: String) {
        if let fault = error as? StoreFault {
            self = fault
            return
        }
        if let row = error as? UnreadableRow {
            self.init(.failed, operation, row.description)
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.failed, operation, String(describing: error))
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(.diskFull, operation, "the disk is full")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                .damaged,
                operation,
                "the file is damaged or no arrived store (\(error.message ?? "SQLite \(error.resultCode.rawValue)")); "
                    + "restore the latest backup"
            )
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH:
            self.init(
                .permission,
                operation,
                "\(error.message ?? "not permitted"): the file and its folder must be writable by this user"
            )
        case _:
            // SQLite reports a full disk while writing the WAL index or syncing as an I/O error.
            self.init(
                .failed,
                operation,
                "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
            )
        }
    }
}
