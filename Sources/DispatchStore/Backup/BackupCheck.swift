import DispatchCore
import GRDB

/// Whether a file is a whole backup, and what is in it.
package enum BackupCheck {
    package struct Outcome: Sendable {
        package let facts: BackupFacts
        package let tokenKey: [UInt8]
    }

    /// Opens the file read-only and checks all of it: that it is a store with its key, of a schema that this program
    /// knows, without a damaged page and with every reference leading somewhere, and byte for byte what was sealed.
    ///
    /// - Parameter name: What errors call it when it is the copy of another file.
    ///
    /// Throws `missing`, `damaged`, `newer`, `permission` or `failed`.
    package static func perform(
        _ path: String,
        as name: String? = nil,
        _ watch: BackupWatch = BackupWatch()
    ) throws -> Outcome {
        let operation = "check the backup \(name ?? path)"
        try StoreFiles.requireFile(path, operation, orElse: "arrivectl backup --list says which there are")
        let sizeBytes = StoreFiles.sizeBytes(path) ?? 0
        let checking = BackupProgress(stage: .checking, bytes: sizeBytes, totalBytes: sizeBytes)
        try watch.progress(checking)
        let outcome: Outcome
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }  // it was only read
            watch.interruptible { queue.interrupt() }
            defer { watch.interruptible {} }
            outcome = try queue.read { try look($0, operation, sizeBytes) }
        } catch {
            throw StoreFault(error, operation)
        }
        try BackupSeal.check(path, operation) { try watch.progress(checking) }
        return outcome
    }

    private static func look(_ database: Database, _ operation: String, _ sizeBytes: Int) throws -> Outcome {
        try StoreCheck.requireStore(database, operation)
        if let fault = try StoreCheck.damage(database) ?? StoreCheck.danglingReference(database) {
            throw StoreFault(.damaged, operation, "the file is damaged (\(fault)); take another backup")
        }
        guard try database.tableExists(BackupTable.name),
            let row = try Row.fetchOne(database, sql: "SELECT made_at, token_key FROM \(BackupTable.name)")
        else {
            throw StoreFault(.damaged, operation, "there is no token key in it: a copy of a store is no backup")
        }
        let county = try StoredCounty.fetch(database)
        return Outcome(
            facts: BackupFacts(
                countyCode: county.code,
                schema: try StoreCheck.schema(database),
                journalPosition: county.journalPosition,
                madeAt: try row.requiredWallTime("made_at"),
                sizeBytes: sizeBytes
            ),
            tokenKey: Blob.bytes(try row["token_key"])
        )
    }
}
