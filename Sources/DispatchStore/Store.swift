import DispatchCore
package import GRDB
import Glibc

/// An open store: one SQLite file, one connection that writes, a few that read.
package final class Store: Sendable {
    /// Readers at once; a read takes well under a millisecond and the machine has few cores.
    package static let readerLimit = 4
    /// How long a connection waits for another one's lock, in seconds; only a checkpoint can make it wait.
    static let busyTimeoutSeconds = 5.0

    package let files: StoreFiles
    package let pool: DatabasePool
    let readers: StoreReaders
    private let lock: StoreLock
    /// The key of link tokens, 32 bytes.
    package let tokenKey: [UInt8]
    let tokenKeySource: TokenKeySource
    package let county: StoredCounty

    init(
        files: StoreFiles,
        pool: DatabasePool,
        threads: any ReadingThreads = SharedReadingThreads(),
        lock: StoreLock,
        tokenKey: [UInt8],
        tokenKeySource: TokenKeySource,
        county: StoredCounty
    ) {
        self.files = files
        self.pool = pool
        readers = StoreReaders(pool: pool, threads: threads)
        self.lock = lock
        self.tokenKey = tokenKey
        self.tokenKeySource = tokenKeySource
        self.county = county
    }

    /// Opens a store for the one daemon that writes to it: locks it, brings its schema up to date and counts a new
    /// writer epoch.
    ///
    /// - Parameters:
    ///   - tokenKey: The key of link tokens when it is kept elsewhere than beside the store.
    ///   - threads: What is read is read on these.
    ///
    /// Throws `missing`, `locked`, `newer`, `damaged`, `permission`, `diskFull` or `failed`.
    package static func open(
        _ files: StoreFiles,
        tokenKey: [UInt8]? = nil,
        threads: any ReadingThreads = SharedReadingThreads()
    ) throws(StoreFault) -> Store {
        let operation = "open \(files.database)"
        try StoreFiles.requireFile(files.database, operation, orElse: "run arrivectl init --store first")
        let lock = try StoreLock(files)
        files.sweepParts()
        let source: TokenKeySource = tokenKey == nil ? .file : .given
        let tokenKey = try TokenKeyFile.key(tokenKey, files)
        do {
            try check(files)
            let pool = try connect(files)
            try Schema.migrator.migrate(pool)
            let county = try pool.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    try database.execute(sql: "UPDATE county SET writer_epoch = writer_epoch + 1")
                    // What an import had staged when its daemon ended is of no use any more.
                    try database.execute(sql: "UPDATE edition SET state = 'retired' WHERE state = 'staging'")
                    return .commit
                }
                return try StoredCounty.fetch(database)
            }
            return Store(
                files: files,
                pool: pool,
                threads: threads,
                lock: lock,
                tokenKey: tokenKey,
                tokenKeySource: source,
                county: county
            )
        } catch {
            throw StoreFault(error, operation)
        }
    }

    /// Looks at every page, while others read and write.
    ///
    /// - Returns: What is wrong with the first that is not as it must be; nil when all are well.
    package func brokenPage() async throws -> String? {
        try await pool.read { try StoreCheck.brokenPage($0) }
    }

    /// Closes the connections and lets go of the lock, without waiting for the last reference to go.
    ///
    /// Nothing may use the store afterwards.
    package func close() throws(StoreFault) {
        do {
            try pool.close()
        } catch {
            throw StoreFault(error, "close \(files.database)")
        }
        lock.release()
    }

    /// Opens the connections, makes the writer wait for the disk at every commit and overwrite what it deletes.
    ///
    /// GRDB sets `synchronous = NORMAL` for WAL after the configuration's own preparation, so FULL is set afterwards and
    /// read back: with NORMAL a power loss could take commits that were answered. So is `secure_delete`, without which a
    /// person who was erased would stay in free pages until these are used again.
    static func connect(_ files: StoreFiles) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.maximumReaderCount = readerLimit
        configuration.busyMode = .timeout(busyTimeoutSeconds)
        configuration.label = "arrived"
        let pool = try DatabasePool(path: files.database, configuration: configuration)
        let synchronous = try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            return try Int.fetchOne(database, sql: "PRAGMA synchronous")
        }
        guard synchronous == 2 else {
            throw StoreFault(.failed, "open \(files.database)", "SQLite does not accept synchronous = FULL")
        }
        let overwrites = try pool.writeWithoutTransaction { database in
            try Int.fetchOne(database, sql: "PRAGMA secure_delete = ON")
        }
        guard overwrites == 1 else {
            throw StoreFault(.failed, "open \(files.database)", "SQLite does not accept secure_delete = ON")
        }
        return pool
    }

    /// Refuses what is not a store, is newer than this program or is damaged, and leaves it as it was.
    ///
    /// Read-only, because opening a pool already writes: GRDB makes and drops a table so that there is a WAL.
    private static func check(_ files: StoreFiles) throws {
        let operation = "open \(files.database)"
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: files.database, configuration: configuration)
        defer { try? queue.close() }  // it was only read
        try queue.read { database in
            try StoreCheck.requireStore(database, operation)
            if files.isCheckedAtOpening, let problem = try StoreCheck.brokenPage(database) {
                throw StoreFault(.damaged, operation, "the store is damaged (\(problem)); restore the latest backup")
            }
        }
    }
}

/// The one row about the county and its journal.
package struct StoredCounty: Equatable, Sendable {
    package let code: String
    package let utcOffsetSeconds: Int
    package let writerEpoch: Int
    package let journalPosition: Int64
    package let lastEventAtMilliseconds: Int64
    package let isDemo: Bool
    /// How the clocks stood at the last commit.
    package let clock: StoredClock

    /// Entries of a journal that nobody will ever write.
    private static var positionLimit: Int { 1 << 52 }

    static func fetch(_ database: Database) throws -> StoredCounty {
        let row = try Row.fetchOne(database, sql: "SELECT * FROM county")
        guard let row else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the county row is missing") }
        do {
            return StoredCounty(
                code: try row["code"],
                utcOffsetSeconds: try row.count("utc_offset_seconds", in: -50_400...50_400),
                writerEpoch: try row.count("writer_epoch"),
                journalPosition: Int64(try row.count("journal_position", in: 0...positionLimit)),
                lastEventAtMilliseconds: try row.requiredTime("last_event_at").milliseconds,
                isDemo: try row["is_demo"],
                clock: try StoredClock(row)
            )
        } catch let fault as UnreadableRow {
            let explanation = "the county's \(fault.column) cannot be read; restore the latest backup"
            throw StoreFault(.damaged, "read the county", explanation)
        }
    }
}
