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
        try complaint(database, "PRAGMA quick_check(1)")
    }

    /// The newest schema that a store has, such as `v5`.
    static func schema(_ database: Database) throws -> String {
        try Schema.migrator.appliedMigrations(database).last ?? "none"
    }

    /// The first thing that is wrong in the pages or indexes; nil when all is well. Reads everything.
    static func damage(_ database: Database) throws -> String? {
        try complaint(database, "PRAGMA integrity_check(1)")
    }

    /// The first row that refers to one that is not there; nil when there is none.
    static func danglingReference(_ database: Database) throws -> String? {
        guard let row = try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") else { return nil }
        let table: String = row["table"]
        let parent: String = row["parent"]
        return "a row of \(table) refers to a row of \(parent) that is not there"
    }

    /// On one line, without the headline that SQLite puts above it.
    private static func complaint(_ database: Database, _ sql: String) throws -> String? {
        let answer = try String.fetchOne(database, sql: sql) ?? "no answer"
        return answer == "ok" ? nil : answer.split(separator: "\n").last.map(String.init) ?? answer
    }
}
