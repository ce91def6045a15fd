import CanonicalText
package import DispatchCore
import GRDB
import Glibc

extension Store {
    /// What a new store starts with.
    package struct Founding: Sendable {
        package let countyCode: String
        package let utcOffsetSeconds: Int
        package let isDemo: Bool
        /// The first administrator's token.
        package let administrator: AccessTokenRecord
        /// 32 random bytes.
        package let tokenKey: [UInt8]
        package let at: WallTime

        package init(
            countyCode: String,
            utcOffsetSeconds: Int,
            isDemo: Bool,
            administrator: AccessTokenRecord,
            tokenKey: [UInt8],
            at: WallTime
        ) {
            self.countyCode = countyCode.nfc
            self.utcOffsetSeconds = utcOffsetSeconds
            self.isDemo = isDemo
            self.administrator = administrator
            self.tokenKey = tokenKey
            self.at = at
        }
    }

    /// Makes a new store with its token key; an existing file is never touched.
    ///
    /// Throws `exists`, `locked`, `diskFull`, `permission` or `failed`.
    package static func create(_ files: StoreFiles, _ founding: Founding) throws(StoreFault) {
        try StoreMaking(files: files, operation: "create \(files.database)").make { part in
            try found(part, founding)
            return (founding.tokenKey, ())
        }
    }

    private static func found(_ files: StoreFiles, _ founding: Founding) throws {
        // Made empty first, so that nobody else can ever read it: SQLite keeps the mode and gives it to the WAL.
        let descriptor = unsafe Glibc.open(files.database, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreFault.system("create \(files.database)", "no file can be made in the folder")
        }
        Glibc.close(descriptor)
        let pool = try connect(files)
        try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
        }
        try Schema.migrator.migrate(pool)
        // Later migrations leave pages behind that nothing checks.
        try pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM") }
        try pool.write { database in
            try database.execute(
                sql: """
                    INSERT INTO county (singleton, code, utc_offset_seconds, writer_epoch, journal_position, last_event_at,
                    is_demo, created_at, elapsed_at, wall_at, believed_wall_at) VALUES (1, ?, ?, 0, 0, 0, ?, ?4, ?4, ?4, ?4)
                    """,
                arguments: [
                    founding.countyCode, founding.utcOffsetSeconds, founding.isDemo, founding.at.milliseconds,
                ]
            )
            try founding.administrator.insert(database)
        }
        // The last connection takes the write-ahead log into the database and removes it.
        try pool.close()
        try FileSync.file(files.database)
    }
}
