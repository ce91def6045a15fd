import DispatchCore
import DispatchTestSupport
import Foundation
import GRDB
import StoreTestSupport
import Testing

@testable import DispatchStore

/// A backup is one whole file, as of one moment, or nothing.
struct BackupTests {
    private struct Halt: Error {}

    private let world: StoreWorld
    private let target = Result { try TemporaryFolder() }
    private let now = WallTime(milliseconds: 1_760_000_123_456)

    init() throws {
        world = try StoreWorld()
        try world.call(key: "first")
    }

    private func folder(free: @escaping @Sendable (String) -> Int? = { _ in nil }) throws -> BackupFolder {
        BackupFolder(path: try target.get().path("backups"), countyCode: SmallCounty.code, freeBytes: free)
    }

    private func backUp(
        in folder: BackupFolder,
        _ progress: @escaping (BackupProgress) throws -> Void = { _ in }
    ) throws -> (part: String, facts: BackupFacts) {
        try folder.make()
        let part = folder.newPart()
        return (part, try world.store.backUp(to: part, in: folder, at: now, BackupWatch(progress: progress)))
    }

    private func contents(_ folder: BackupFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func holdsEverythingAndTheKeyInOneFile() throws {
        let folder = try folder()
        let (part, facts) = try backUp(in: folder)
        #expect(facts.countyCode == SmallCounty.code)
        #expect(facts.schema == (try world.store.pool.read { try StoreCheck.schema($0) }))
        #expect(facts.journalPosition == world.board.position)
        #expect(facts.madeAt == now)
        #expect(try contents(folder).count == 1, "no WAL and no journal lies beside it")
        #expect(facts.sizeBytes == (try Data(contentsOf: URL(filePath: part)).count))
        #expect(try mode(part) == 0o600)
        #expect(try mode(folder.path) == 0o700)

        let checked = try BackupCheck.perform(part)
        #expect(checked.facts == facts)
        #expect(checked.tokenKey == world.store.tokenKey)
        var configuration = Configuration()
        configuration.readonly = true
        let copy = try DatabaseQueue(path: part, configuration: configuration)
        try world.store.pool.read { original in
            let tables = try String.fetchAll(
                original,
                sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
            #expect(tables.count > 20)
            for table in tables {
                let rows = try Row.fetchAll(original, sql: "SELECT * FROM \(table)")
                #expect(try copy.read { try Row.fetchAll($0, sql: "SELECT * FROM \(table)") } == rows, "\(table)")
            }
        }
    }

    @Test func whatIsCommittedMeanwhileIsNotInIt() throws {
        let before = world.board.position
        var stages: [BackupProgress.Stage] = []
        let (part, facts) = try backUp(in: try folder()) { progress in
            if stages.isEmpty { try world.call(key: "meanwhile") }
            stages.append(progress.stage)
        }
        #expect(world.board.position > before)
        #expect(facts.journalPosition == before)
        #expect(try BackupCheck.perform(part).facts.journalPosition == before)
        #expect(stages.first == .copying)
        #expect(stages.last == .checking)
    }

    @Test func aBackupPutInAStoresPlaceByHandCanItselfBeBackedUp() throws {
        try world.store.pool.write { try $0.execute(sql: BackupTable.definition) }
        let (part, _) = try backUp(in: try folder())
        #expect(try BackupCheck.perform(part).tokenKey == world.store.tokenKey)
    }

    @Test func whatIsStoppedLeavesNothing() throws {
        for stage in [BackupProgress.Stage.copying, .checking] {
            let folder = try folder()
            #expect(throws: Halt.self) {
                try backUp(in: folder) { if $0.stage == stage { throw Halt() } }
            }
            #expect(try contents(folder) == [])
        }
    }

    @Test func givesUpBeforeTheDiskIsFull() throws {
        let folder = try folder { _ in BackupFolder.floorBytes - 1 }
        // One step covers this store, and what a step's end throws after the last page is not heard; so make it larger.
        try world.store.pool.write { database in
            try database.execute(
                sql: "CREATE TABLE ballast (bytes BLOB) STRICT; INSERT INTO ballast VALUES (zeroblob(3000000))"
            )
        }
        let fault = try #require(throws: StoreFault.self) { try backUp(in: folder) }
        #expect(fault.code == .diskFull)
        #expect(fault.explanation.contains("\(BackupFolder.floorBytes - 1) bytes are free"))
        #expect(try contents(folder) == [])
    }

    @Test(.enabled(if: SmallDisk.isPermitted, "needs to mount a small file system"))
    func aDiskThatFillsUpLeavesNothingBehind() throws {
        let disk = try SmallDisk(megabytes: 1)
        try world.store.pool.write { database in
            try database.execute(
                sql: "CREATE TABLE ballast (bytes BLOB) STRICT; INSERT INTO ballast VALUES (zeroblob(3000000))"
            )
        }
        let folder = BackupFolder(
            path: disk.folder.path("backups"),
            countyCode: SmallCounty.code,
            freeBytes: { _ in nil }
        )
        let fault = try #require(throws: StoreFault.self) { try backUp(in: folder) }
        #expect(fault.code == .diskFull)
        #expect(try contents(folder) == [])
    }

    @Test func aCopyOfADamagedStoreIsNoBackup() throws {
        // An index that does not hold what it should, which the look at a start does not go into.
        try world.store.pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA writable_schema = ON")
            try database.execute(
                sql: "UPDATE sqlite_master SET sql = replace(sql, '''due''', '''sent''') WHERE name = 'delivery_due'"
            )
            try database.execute(sql: "PRAGMA writable_schema = OFF")
        }
        let folder = try folder()
        let fault = try #require(throws: StoreFault.self) { try backUp(in: folder) }
        #expect(fault.code == .damaged)
        #expect(fault.explanation.contains("delivery_due"))
        #expect(try contents(folder) == [])
    }

    @Test func aRowThatRefersToNothingIsFound() throws {
        try world.store.pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            try database.execute(sql: "UPDATE delivery SET endpoint_id = 4711")
            try database.execute(sql: "PRAGMA foreign_keys = ON")
        }
        let fault = try #require(throws: StoreFault.self) { try backUp(in: try folder()) }
        #expect(fault.explanation.contains("a row of delivery refers to a row of endpoint"))
    }

    @Test func aBareCopyAForeignFileAndANewerOneAreNoBackups() throws {
        let (part, _) = try backUp(in: try folder())
        func change(_ sql: String) throws -> StoreFault {
            let copy = part + "-changed"
            try FileManager.default.copyItem(atPath: part, toPath: copy)
            let queue = try DatabaseQueue(path: copy)
            try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
            try queue.close()
            defer { BackupFolder.remove(part: copy) }
            return try #require(throws: StoreFault.self) { try BackupCheck.perform(copy) }
        }
        #expect(try change("DROP TABLE backup").explanation.contains("no token key"))
        #expect(try change("DELETE FROM backup").explanation.contains("no token key"))
        #expect(try change("PRAGMA application_id = 1").explanation.contains("no store of arrived"))
        #expect(try change("INSERT INTO grdb_migrations VALUES ('v99')").code == .newer)
        #expect(try change("DELETE FROM county").code == .damaged)
        #expect(throws: StoreFault.self) { try BackupCheck.perform(part + "-none") }
    }

    @Test func aTruncatedOrFlippedCopyIsFound() throws {
        let (part, _) = try backUp(in: try folder())
        let whole = try Data(contentsOf: URL(filePath: part))
        let pageBytes = 4096
        for start in stride(from: 0, to: whole.count, by: pageBytes * 7) {
            var flipped = whole
            flipped[start] ^= 0x10
            try flipped.write(to: URL(filePath: part))
            #expect(throws: StoreFault.self, "page at \(start)") { try BackupCheck.perform(part) }
        }
        // Where SQLite has nothing to compare: in the key, in a row, in the seal itself.
        let key = try #require(whole.range(of: Data(world.store.tokenKey)))
        let row = try #require(whole.range(of: Data("first".utf8)))
        for place in [key.lowerBound, row.lowerBound, whole.count - 1, whole.count - BackupSeal.lengthBytes] {
            var flipped = whole
            flipped[place] ^= 0x01
            try flipped.write(to: URL(filePath: part))
            let fault = try #require(throws: StoreFault.self) { try BackupCheck.perform(part) }
            #expect(fault.code == .damaged)
            #expect(fault.explanation.contains("take another backup"))
        }
        for changed in [whole.dropLast(), whole.dropLast(BackupSeal.lengthBytes), whole + [0]] {
            try Data(changed).write(to: URL(filePath: part))
            let fault = try #require(throws: StoreFault.self) { try BackupCheck.perform(part) }
            #expect(fault.explanation.contains("does not end as a backup does"))
        }
        for share in [1, 2, 3] {
            try whole.prefix(whole.count * share / 4).write(to: URL(filePath: part))
            #expect(throws: StoreFault.self) { try BackupCheck.perform(part) }
        }
        try whole.write(to: URL(filePath: part))
        _ = try BackupCheck.perform(part)
    }
}
