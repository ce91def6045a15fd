import DispatchCore
import DispatchTestSupport
import Foundation
import GRDB
import Glibc
import StoreTestSupport
import Testing

@testable import DispatchStore

/// A store comes back whole, where there is none, or not at all.
struct RestoreTests {
    private let world: StoreWorld
    private let outer: TemporaryFolder
    private let backup: String
    private let files: StoreFiles
    private let madeAt = WallTime(milliseconds: 1_760_000_123_456)

    init() throws {
        world = try StoreWorld()
        try world.call(key: "first")
        outer = try TemporaryFolder()
        let folder = BackupFolder(path: outer.path("backups"), countyCode: SmallCounty.code, freeBytes: { _ in nil })
        try folder.make()
        backup = outer.path("backups/one.db")
        _ = try world.store.backUp(to: backup, in: folder, at: madeAt, BackupWatch())
        try FileManager.default.createDirectory(atPath: outer.path("new"), withIntermediateDirectories: false)
        files = StoreFiles(database: outer.path("new/county.db"))
    }

    private var contents: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: outer.path("new")).sorted() }
    }

    private func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: backup)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
        try seal(backup)
    }

    private func restore(_ path: String, to files: StoreFiles) throws -> BackupFacts {
        try Store.restore(BackupSource(path), to: files)
    }

    private func seal(_ path: String) throws {
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
        defer { close(descriptor) }
        try BackupSeal.append(to: path, descriptor) {}
    }

    @Test func theStoreIsAsItWasThen() throws {
        let before = BoardSnapshot(try world.store.loadBoard(policy: .simple))
        try world.call(key: "since")
        let bytes = try Data(contentsOf: URL(filePath: backup))
        let facts = try restore(backup, to: files)
        #expect(facts.madeAt == madeAt)
        #expect(try contents == ["county.db", "county.db.key", "county.db.lock"])
        for path in [files.database, files.key] {
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        }
        #expect(try Data(contentsOf: URL(filePath: backup)) == bytes, "the backup stays as it is")
        // The key is in its file alone.
        let key = Data(world.store.tokenKey)
        #expect(try Data(contentsOf: URL(filePath: files.key)) == key)
        #expect(try Data(contentsOf: URL(filePath: files.database)).range(of: key) == nil)

        let store = try Store.open(files)
        #expect(store.tokenKey == world.store.tokenKey)
        #expect(store.county.journalPosition == facts.journalPosition)
        #expect(BoardSnapshot(try store.loadBoard(policy: .simple)).difference(from: before) == nil)
        #expect(try store.pool.read { try $0.tableExists(BackupTable.name) } == false)
        try store.close()
    }

    @Test(arguments: ["", "-wal", "-shm", "-journal", ".key", ".reserve"])
    func whatIsThereIsNeverTouched(suffix: String) throws {
        let path = files.database + suffix
        try Data("precious".utf8).write(to: URL(filePath: path))
        let fault = try #require(throws: StoreFault.self) { try restore(backup, to: files) }
        #expect(fault.code == .exists)
        #expect(fault.explanation.contains(path))
        #expect(fault.explanation.contains(suffix == ".key" ? "without a store" : "move the old store away"))
        #expect(try contents == ["county.db\(suffix)"])
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("precious".utf8))
    }

    @Test func aFolderThatIsNotThereIsNamed() throws {
        let nowhere = StoreFiles(database: outer.path("nowhere/county.db"))
        for attempt in [
            { _ = try restore(backup, to: nowhere) }, { try Store.create(nowhere, StoreFixture.founding) },
        ] {
            let fault = try #require(throws: StoreFault.self) { try attempt() }
            #expect(fault.explanation == "there is no folder \(outer.path("nowhere"))/; make it first")
        }
    }

    @Test func aFolderIsNoBackupAndNoStore() throws {
        let folder = StoreFiles(database: outer.path("new"))
        for attempt in [
            { _ = try restore(folder.database, to: files) }, { _ = try Store.open(folder) },
            { _ = try Store.openReadOnly(folder) },
        ] {
            let fault = try #require(throws: StoreFault.self) { try attempt() }
            #expect(fault.explanation.contains("must be a file"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.lock))
    }

    @Test func aLockThatIsHeldIsRespected() throws {
        let lock = try StoreLock(files)
        let fault = try #require(throws: StoreFault.self) { try restore(backup, to: files) }
        #expect(fault.code == .locked)
        #expect(try contents == ["county.db.lock"])
        lock.release()
        _ = try restore(backup, to: files)
    }

    @Test func whatIsNoBackupLeavesNothing() throws {
        let missing = try #require(throws: StoreFault.self) { try restore(outer.path("none"), to: files) }
        #expect(missing.code == .missing)
        try change("INSERT INTO grdb_migrations VALUES ('v99')")
        #expect(try #require(throws: StoreFault.self) { try restore(backup, to: files) }.code == .newer)
        try change("DELETE FROM grdb_migrations WHERE identifier = 'v99'; DROP TABLE backup")
        let bare = try #require(throws: StoreFault.self) { try restore(backup, to: files) }
        #expect(bare.explanation.contains("no token key"))
        try Data("not a database".utf8).write(to: URL(filePath: backup))
        // It is not even copied: what it holds may be for somebody else's eyes.
        #expect(try #require(throws: StoreFault.self) { try BackupSource(backup) }.code == .damaged)
        #expect(try contents == ["county.db.lock"])
    }

    @Test func whatComesMeanwhileIsNeverTouched() throws {
        let making = StoreMaking(files: files, operation: "restore")
        for suffix in ["", ".key"] {
            let path = files.database + suffix
            let fault = try #require(throws: StoreFault.self) {
                try making.make { part in
                    try Data("half".utf8).write(to: URL(filePath: part.database))
                    try Data("precious".utf8).write(to: URL(filePath: path))
                    return (Array(repeating: 1, count: 32), ())
                }
            }
            #expect(fault.code == .exists)
            #expect(try Data(contentsOf: URL(filePath: path)) == Data("precious".utf8))
            #expect(try contents == ["county.db\(suffix)", "county.db.lock"].sorted())
            try FileManager.default.removeItem(atPath: path)
        }
    }

    @Test func whatAKillLeftIsRemoved() throws {
        for name in ["county.db.making-1", "county.db.making-1-journal", "county.db.making", "x.db.making-1"] {
            try Data("half".utf8).write(to: URL(filePath: outer.path("new/\(name)")))
        }
        _ = try restore(backup, to: files)
        let left = ["county.db", "county.db.key", "county.db.lock", "county.db.making", "x.db.making-1"]
        #expect(try contents == left)
        try Data("half".utf8).write(to: URL(filePath: outer.path("new/county.db.making-2")))
        try Store.open(files).close()
        #expect(try contents.filter { $0.contains("making-") } == ["x.db.making-1"])
    }

    @Test func aKeyWithoutAStoreIsNamedForWhatItIs() throws {
        try Data("key".utf8).write(to: URL(filePath: files.key))
        let fault = try #require(throws: StoreFault.self) { try restore(backup, to: files) }
        #expect(fault.explanation.contains("without a store"))
    }

    @Test func theSealStaysBehind() throws {
        _ = try restore(backup, to: files)
        let sealed = try Data(contentsOf: URL(filePath: backup))
        #expect(sealed.count % 4096 == BackupSeal.lengthBytes)
        #expect(try Data(contentsOf: URL(filePath: files.database)).count % 4096 == 0)
    }

    @Test(.enabled(if: SmallDisk.isPermitted, "needs to mount a small file system"))
    func aFullDiskLeavesNothing() throws {
        let disk = try SmallDisk(megabytes: 1)
        try change("CREATE TABLE ballast (bytes BLOB) STRICT; INSERT INTO ballast VALUES (zeroblob(3000000))")
        let small = StoreFiles(database: disk.folder.path("county.db"))
        let fault = try #require(throws: StoreFault.self) { try restore(backup, to: small) }
        #expect(fault.code == .diskFull)
        #expect(try disk.folder.contents == ["county.db.lock"])
    }

    @Test func anOlderBackupIsRestoredAsItIsAndMigratedAtTheStart() throws {
        let old = outer.path("backups/old.db")
        let queue = try DatabaseQueue(path: old)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { try $0.execute(sql: Schema.version1) }
        try queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
        }
        try migrator.migrate(queue)
        try queue.write { database in
            try database.execute(sql: "INSERT INTO county VALUES (1, '900000', 28800, 3, 0, 1000, 0, 0)")
            try database.execute(sql: BackupTable.definition)
            try database.execute(
                sql: "INSERT INTO backup VALUES (1, 1000, ?)",
                arguments: [Data(repeating: 9, count: 32)]
            )
        }
        try queue.close()
        try seal(old)
        #expect(try restore(old, to: files).schema == "v1")
        let store = try Store.open(files)
        #expect(store.tokenKey == Array(repeating: 9, count: 32))
        #expect(store.county.writerEpoch == 4)
        #expect(try store.pool.read { try StoreCheck.schema($0) } == Schema.migrator.migrations.last)
        try store.close()
    }
}
