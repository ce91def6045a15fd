import GRDB

/// What can be asked of a store's file whoever has it open.
enum StoreCheck {
    /// Refuses what is not a store, or newer than this program.
    static func requireStore(_ database: Database, _ operation: String) throws {
        guard try Int.fetchOne(database, sql: "PRAGMA application_id") == Schema.applicationID else {
            throw StoreFault(.damaged, operation, "this is an SQLite file, but no store of arrived")
        }
        if try Schema.migrator.hasBeenSuperseded(database) {
            let newest = try Schema.migrator.appliedIdentifiers(database).sorted().last ?? "unknown"
            throw StoreFault(
                .newer,
                operation,
                "the store has schema \(newest), which a later arrived wrote; install that version or a later one, "
                    + "or restore a backup made before the upgrade"
            )
        }
    }

    /// The first page that is not as it must be; nil when all are. Reads everything, and compares no index with its table.
    static func brokenPage(_ database: Database) throws -> String? {
        try complaint(database, "PRAGMA quick_check")
    }

    /// The newest schema that a store has, such as `v5`.
    static func schema(_ database: Database) throws -> String {
        try Schema.migrator.appliedMigrations(database).last ?? "none"
    }

    /// The first thing that is wrong in the pages or indexes; nil when all is well. Reads everything.
    static func damage(_ database: Database) throws -> String? {
        try complaint(database, "PRAGMA integrity_check")
    }

    /// The first row that refers to one that is not there; nil when there is none.
    static func danglingReference(_ database: Database) throws -> String? {
        guard let row = try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") else { return nil }
        let table: String = try row["table"]
        let parent: String = try row["parent"]
        return "a row of \(table) refers to a row of \(parent) that is not there"
    }

    /// Complaints read before the rest counts as more of the same.
    private static let complaintLimit = 1_000

    /// On one line, without the headline that SQLite puts above it.
    ///
    /// What it says of values in rows is not asked: such rows are left out when they are read, each by its name
    /// (`RowSurvey`), and the pages they lie on are sound.
    private static func complaint(_ database: Database, _ sql: String) throws -> String? {
        let ignores = try Bool.fetchOne(database, sql: "PRAGMA ignore_check_constraints") ?? false
        try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
        defer {
            // A setting of the connection that cannot fail to be set.
            if !ignores { try? database.execute(sql: "PRAGMA ignore_check_constraints = OFF") }
        }
        let answers = try String.fetchCursor(database, sql: "\(sql)(\(complaintLimit))")
        var isEmpty = true
        while let answer = try answers.next() {
            isEmpty = false
            guard answer != "ok", !isAboutValues(answer) else { continue }
            return answer.split(separator: "\n").last.map(String.init) ?? answer
        }
        return isEmpty ? "no answer" : nil
    }

    /// `NULL value in member.name`, `non-INTEGER value in offer.rank`, `TEXT value in offer.rank` and the like.
    private static func isAboutValues(_ complaint: String) -> Bool {
        complaint.contains(" value in ") && !complaint.contains("\n")
    }
}
