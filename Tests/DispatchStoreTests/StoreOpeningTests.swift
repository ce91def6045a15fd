import DispatchCore
import DispatchTestSupport
import Foundation
import GRDB
import Glibc
import StoreTestSupport
import Testing

@testable import DispatchStore

/// Making a store, opening it, and refusing what is none.
struct StoreOpeningTests {
    private let folder: TemporaryFolder
    private let files: StoreFiles

    init() throws {
        folder = try TemporaryFolder()
        files = StoreFixture.files(in: folder)
    }

    /// The code of the fault that this throws.
    private func fault(_ body: () throws -> Any) throws -> StoreFault {
        do {
            _ = try body()
        } catch let fault as StoreFault {
            return fault
        }
        Issue.record("no fault")
        throw CancellationError()
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    private func raw<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let queue = try DatabaseQueue(path: files.database)
        defer {
            // The test goes on with the file; closing it cannot lose what was committed.
            try? queue.close()
        }
        return try queue.writeWithoutTransaction(body)
    }

    @Test func aNewStoreIsForItsOwnerAlone() throws {
        try Store.create(files, StoreFixture.founding)
        #expect(try folder.contents == ["county.db", "county.db.key", "county.db.lock"])
        #expect(try mode(files.database) == 0o600)
        #expect(try mode(files.key) == 0o600)
        #expect(try Data(contentsOf: URL(filePath: files.key)) == Data(0..<32))
        let store = try Store.open(files)
        #expect(try mode(files.database + "-wal") == 0o600)
        #expect(try mode(files.lock) == 0o600)
        #expect(store.tokenKey == Array(0..<32))
        #expect(store.county.code == SmallCounty.code)
        #expect(store.county.utcOffsetSeconds == SmallCounty.utcOffsetSeconds)
        #expect(!store.county.isDemo)
    }

    @Test func everyCommitWaitsForTheDisk() throws {
        let store = try StoreFixture.open(in: folder)
        let settings = try store.pool.writeWithoutTransaction { database in
            try ["synchronous", "journal_mode", "foreign_keys"].map {
                try String.fetchOne(database, sql: "PRAGMA \($0)")
            }
        }
        // 2 is FULL: https://sqlite.org/pragma.html#pragma_synchronous
        #expect(settings == ["2", "wal", "1"])
    }

    @Test func everyTableIsStrict() throws {
        let store = try StoreFixture.open(in: folder)
        let lax = try store.pool.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
                    AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'
                    """
            )
        }
        #expect(lax == [])
    }

    @Test func anExistingFileIsNeverTouched() throws {
        for name in ["county.db", "county.db.key"] {
            let folder = try TemporaryFolder()
            try Data("precious".utf8).write(to: folder.url.appending(path: name))
            let fault = try fault { try Store.create(StoreFixture.files(in: folder), StoreFixture.founding) }
            #expect(fault.code == .exists)
            #expect(fault.explanation.contains(name))
            #expect(try folder.contents == [name])
            #expect(try Data(contentsOf: folder.url.appending(path: name)) == Data("precious".utf8))
        }
    }

    @Test func aFolderThatIsNotThereIsNamed() throws {
        let files = StoreFiles(database: folder.path("nowhere/county.db"))
        let fault = try fault { try Store.create(files, StoreFixture.founding) }
        #expect(fault.code == .permission)
        #expect(fault.description.contains(files.database))
        #expect(try folder.contents == [])
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
    func aReadOnlyFolderIsRefused() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.url.path)
        #expect(try fault { try Store.create(files, StoreFixture.founding) }.code == .permission)
        #expect(try folder.contents == [])
    }

    @Test func whatFailsHalfwayLeavesNothingBehind() throws {
        // The name fits a file, but not with what is appended for the key.
        let files = StoreFiles(database: folder.path(String(repeating: "s", count: 253)))
        #expect(throws: StoreFault.self) { try Store.create(files, StoreFixture.founding) }
        #expect(try folder.contents == [])
    }

    @Test func twoAtOnceAreOne() throws {
        let lock = try StoreLock(files)
        #expect(try fault { try Store.create(files, StoreFixture.founding) }.code == .locked)
        #expect(try folder.contents == ["county.db.lock"])
        lock.release()
        try Store.create(files, StoreFixture.founding)
    }

    @Test func aMissingStoreIsRefusedWithWhatToDo() throws {
        let fault = try fault { try Store.open(files) }
        #expect(fault.code == .missing)
        #expect(fault.description.contains("arrivectl init"))
        #expect(try folder.contents == [])
    }

    @Test func aSecondDaemonIsRefused() throws {
        var first: Store? = try StoreFixture.open(in: folder)
        #expect(try fault { try Store.open(files) }.code == .locked)
        #expect(first?.county.writerEpoch == 1)
        first = nil
        #expect(try Store.open(files).county.writerEpoch == 2)
    }

    @Test func aNewerSchemaIsRefusedByName() throws {
        try Store.create(files, StoreFixture.founding)
        try raw { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99')") }
        let fault = try fault { try Store.open(files) }
        #expect(fault.code == .newer)
        #expect(fault.explanation.contains("v99"))
        #expect(try raw { try Int.fetchOne($0, sql: "SELECT writer_epoch FROM county") } == 0)
    }

    @Test func anotherProgramsDatabaseIsRefused() throws {
        try Store.create(files, StoreFixture.founding)
        try raw { try $0.execute(sql: "PRAGMA application_id = 1") }
        let fault = try fault { try Store.open(files) }
        #expect(fault.code == .damaged)
        #expect(fault.explanation.contains("no store of arrived"))
    }

    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        try Store.create(files, StoreFixture.founding)
        for content in [Data(repeating: 0x41, count: 40_000), Data("id,name,phone\n".utf8)] {
            try content.write(to: URL(filePath: files.database))
            #expect(try fault { try Store.open(files) }.code == .damaged)
            #expect(try Data(contentsOf: URL(filePath: files.database)) == content)
        }
    }

    @Test func anEmptyFileIsRefused() throws {
        try Store.create(files, StoreFixture.founding)
        try Data().write(to: URL(filePath: files.database))
        #expect(try fault { try Store.open(files) }.code == .damaged)
    }

    @Test func aTruncatedFileIsRefused() throws {
        try Store.create(files, StoreFixture.founding)
        let whole = try Data(contentsOf: URL(filePath: files.database))
        for part in [1, 2, 3] {
            try whole.prefix(whole.count * part / 4).write(to: URL(filePath: files.database))
            let fault = try fault { try Store.open(files) }
            #expect(fault.code == .damaged)
            #expect(fault.explanation.contains("backup"))
        }
    }

    @Test func aFlippedBitInThePagesIsRefused() throws {
        try Store.create(files, StoreFixture.founding)
        let whole = try Data(contentsOf: URL(filePath: files.database))
        let pageBytes = 4096
        for start in stride(from: pageBytes, to: whole.count, by: pageBytes) {
            var flipped = whole
            // The first byte of a page says what kind it is.
            flipped[start] ^= 0x10
            try flipped.write(to: URL(filePath: files.database))
            #expect(try fault { try Store.open(files) }.code == .damaged, "page at \(start)")
        }
    }

    @Test func aMissingOrWrongKeyIsRefused() throws {
        try Store.create(files, StoreFixture.founding)
        let key = URL(filePath: files.key)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: files.key)
        let open = try fault { try Store.open(files) }
        #expect(open.code == .permission)
        #expect(open.explanation.contains("chmod 600"))
        for length in [0, 31, 33] {
            try Data(repeating: 1, count: length).write(to: key)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: files.key)
            #expect(try fault { try Store.open(files) }.code == .damaged, "\(length) bytes")
        }
        try FileManager.default.removeItem(at: key)
        let missing = try fault { try Store.open(files) }
        #expect(missing.code == .permission)
        #expect(missing.description.contains(files.key))
        // Nothing of it counted as a start of a daemon.
        #expect(try raw { try Int.fetchOne($0, sql: "SELECT writer_epoch FROM county") } == 0)
    }

    @Test func whatAnImportHadStagedIsRetiredAtTheNextStart() throws {
        var store: Store? = try StoreFixture.open(in: folder)
        if let store {
            var batch = CommitBatch(expectedPosition: 0)
            batch.records = [.editionStarted(id: 1, .members, at: StoreFixture.foundedAt)]
            _ = try StoreWriter(store).commit(batch)
        }
        store = nil
        let states = try Store.open(files).pool.read { try String.fetchAll($0, sql: "SELECT state FROM edition") }
        #expect(states == ["retired"])
    }
}
