/// The one table that a backup has and a store has not.
enum BackupTable {
    static let name = "backup"

    /// Dropped first: a backup that somebody put in a store's place by hand has it already.
    static let definition = """
        DROP TABLE IF EXISTS backup;
        CREATE TABLE backup (
            singleton INTEGER NOT NULL PRIMARY KEY CHECK (singleton = 1),
            made_at INTEGER NOT NULL,
            token_key BLOB NOT NULL CHECK (length(token_key) = 32)
        ) STRICT;
        """
}
