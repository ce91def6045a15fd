import GRDB

/// The versions of the database, oldest first.
enum Schema {
    /// Marks an SQLite file as a store of this program: the letters "arvd" (see PRAGMA application_id).
    static let applicationID = 0x6172_7664

    /// Each version in one transaction with its name. Never change one that was released; add another.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { database in
            try database.execute(sql: version1)
        }
        migrator.registerMigration("v2") { database in
            try database.execute(sql: version2)
        }
        migrator.registerMigration("v3") { database in
            try database.execute(sql: version3)
        }
        migrator.registerMigration("v4") { database in
            try database.execute(sql: version4)
        }
        migrator.registerMigration("v5") { database in
            try database.execute(sql: version5)
        }
        migrator.registerMigration("v6") { database in
            try database.execute(sql: version6)
        }
        migrator.registerMigration("v7") { database in
            try database.execute(sql: version7)
        }
        // Checks no references: it changes none, and a row that refers to nothing is no reason not to start.
        migrator.registerMigration("v8", foreignKeyChecks: .immediate, migrate: version8)
        migrator.registerMigration("v9") { database in
            try database.execute(sql: version9)
        }
        return migrator
    }

    /// The newest version, the one this program works with.
    static var newest: String { migrator.migrations.last ?? "none" }
}
