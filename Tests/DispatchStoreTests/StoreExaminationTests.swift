import DispatchCore
import DispatchTestSupport
import Foundation
import GRDB
import StoreTestSupport
import Testing

@testable import DispatchStore

/// Each fault of a store is found, and a sound one is left in peace.
struct StoreExaminationTests {
    private let world: StoreWorld
    private let outer: TemporaryFolder

    init() throws {
        world = try StoreWorld()
        outer = try TemporaryFolder()
        let request = try world.call(key: "first")
        world.now = world.now.adding(seconds: 20)
        let offer = try #require(request.offers.first)
        try world.act(.answer(offer.id, .accept), by: .member(offer.memberID))
        try world.call(key: "second")
    }

    private func folder(free: @escaping @Sendable (String) -> Int? = { _ in 1 << 40 }) -> BackupFolder {
        BackupFolder(path: outer.path("backups"), countyCode: SmallCounty.code, freeBytes: free)
    }

    private func makeBackup() throws {
        let folder = folder()
        try folder.make()
        let part = folder.newPart()
        _ = try world.store.backUp(to: part, in: folder, at: world.now.asWall, BackupWatch())
        _ = try folder.finish(part: part, at: world.now.asWall)
    }

    private func look(at now: Timestamp? = nil, free: Int = 1 << 40) -> [String: Finding] {
        let examination = StoreExamination(
            store: world.store,
            backups: folder { _ in free },
            now: (now ?? world.now.adding(seconds: 60)).asWall
        )
        return Dictionary(examination.findings().map { ($0.subject, $0) }) { first, _ in first }
    }

    private func spoil(_ sql: String...) throws {
        try world.store.pool.writeWithoutTransaction { database in
            for sql in sql { try database.execute(sql: sql) }
        }
    }

    @Test func aSoundStoreIsInOrder() throws {
        try makeBackup()
        let found = look()
        #expect(
            found.keys.sorted() == [
                "backups", "clock", "disk", "integrity", "journal", "permissions", "rows", "schema",
            ]
        )
        for finding in found.values { #expect(finding.grade == .ok, "\(finding)") }
        let entries = try world.store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM journal") ?? 0 }
        #expect(found["journal"]?.detail.contains("\(entries) entries from 1 on") == true)
    }

    @Test(arguments: [
        "UPDATE help_request SET urgency = 'routine' WHERE urgency <> 'routine'",
        "UPDATE offer SET state = 'expired', ended_at = 1 WHERE state = 'pending'",
        "UPDATE assignment SET accepted_at = accepted_at + 1",
        "UPDATE member_history SET accepts = accepts / 2",
        "UPDATE county SET last_event_at = last_event_at - 1",
    ])
    func aRowThatContradictsTheJournalIsFound(sql: String) throws {
        #expect(look()["journal"]?.grade == .ok)
        try spoil(sql)
        let finding = try #require(look()["journal"])
        #expect(finding.grade == .failure, "\(finding)")
        #expect(finding.advice?.contains("restore") == true)
    }

    @Test func membersAreNotComparedWhereTheirListsHaveChanged() throws {
        try spoil(
            """
            UPDATE county SET journal_position = journal_position + 1;
            INSERT INTO journal (position, at, actor, kind, request_id, payload)
            SELECT journal_position, last_event_at, 'system', 'roster.imported', NULL,
                '{"kind":"members","edition":9,"rows":1,"added":0,"changed":1,"removed":0,"digest":"00"}' FROM county;
            UPDATE member_history SET accepts = accepts / 2;
            """
        )
        let finding = try #require(look()["journal"])
        #expect(finding.grade == .ok, "\(finding)")
        #expect(finding.detail.contains("not members"))
    }

    @Test func whoWasThereAndIsForgottenMakesNoDifference() throws {
        let request = try #require(world.board.requests.values.first { $0.assignments.isEmpty })
        for other in world.board.requests.keys.sorted() where other != request.id {
            try world.act(.cancelRequest(other))
        }
        let offer = try #require(request.offers.first { $0.distanceMeters > 100 })
        let member = Actor.member(offer.memberID)
        try world.act(.answer(offer.id, .accept), by: member)
        for (step, seconds) in [(Step.enRoute, 30), (.onScene, 90), (.cleared, 600)] {
            world.now = world.now.adding(seconds: seconds)
            try world.act(.step(offer.id, step), by: member)
        }
        #expect(world.board.learning.pace.contains { $0.weight > 0 }, "how fast they came, by what they went by")
        try world.act(.closeRequest(request.id, grade: nil))
        try world.act(.forgetMember(offer.memberID))
        let finding = try #require(look()["journal"])
        #expect(finding.grade == .ok, "\(finding)")
    }

    @Test func anIndexThatLacksRowsIsFound() throws {
        try spoil(
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET sql = replace(sql, '''due''', '''sent''') WHERE name = 'delivery_due'",
            "PRAGMA writable_schema = OFF"
        )
        let finding = try #require(look()["integrity"])
        #expect(finding.grade == .failure)
        #expect(finding.detail.contains("delivery_due"))
    }

    @Test func aReferenceToNothingIsFound() throws {
        try spoil("PRAGMA foreign_keys = OFF", "UPDATE delivery SET endpoint_id = 4711", "PRAGMA foreign_keys = ON")
        let finding = try #require(look()["integrity"])
        #expect(finding.grade == .failure)
        #expect(finding.detail.contains("delivery"))
    }

    @Test func aClockThatIsBehindIsFound() throws {
        let clock = try #require(look(at: world.now.adding(seconds: -100))["clock"])
        #expect(clock.grade == .failure)
        #expect(clock.detail.contains("100 s behind"))
        #expect(look(at: world.now.adding(seconds: -1))["clock"]?.grade == .ok)
        try spoil("UPDATE county SET last_event_at = 0, elapsed_at = 0, wall_at = 0")
        let year = try #require(look(at: Timestamp(milliseconds: 86_400_000))["clock"])
        #expect(year.grade == .failure)
        #expect(year.detail.contains("1970"))
    }

    @Test func aDiskThatIsNearlyFullIsFound() throws {
        #expect(look(free: DiskReserve.marginBytes - 1)["disk"]?.grade == .failure)
        let backup = try #require(look(free: BackupFolder.marginBytes)["disk"])
        #expect(backup.grade == .warning)
        #expect(backup.advice?.contains("a backup here needs") == true)
    }

    @Test func filesThatOthersCanReadAreFound() throws {
        try makeBackup()
        #expect(look()["permissions"]?.grade == .ok)
        let backup = "\(folder().path)/\(try #require(try folder().files().first).name)"
        for path in [world.store.files.key, world.store.files.database, backup] {
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            let finding = try #require(look()["permissions"])
            #expect(finding.grade == .failure)
            #expect(finding.advice == "chmod 600 \(path)")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
    }

    @Test func aKeyThatHasGoneIsFoundAndOneThatIsElsewhereIsNot() throws {
        let folder = try TemporaryFolder()
        let files = StoreFixture.files(in: folder)
        let backups = BackupFolder(path: files.backups, countyCode: SmallCounty.code)
        func look(_ store: Store) throws -> Finding {
            let findings = StoreExamination(store: store, backups: backups, now: world.now.asWall).findings()
            return try #require(findings.first { $0.subject == "permissions" })
        }
        var store = try StoreFixture.open(in: folder)
        let key = store.tokenKey
        #expect(try look(store).grade == .ok)
        try FileManager.default.removeItem(atPath: files.key)
        #expect(try look(store).grade == .failure)
        #expect(try look(store).detail.contains("has gone"))
        try store.close()
        store = try Store.open(files, tokenKey: key)
        #expect(try look(store).grade == .ok)
        try store.close()
        store = try Store.openReadOnly(files)
        #expect(try look(store).grade == .warning)
        #expect(try look(store).advice?.contains("credstore") == true)
        try store.close()
    }

    @Test func aBackupFolderThatCannotBeReadIsFound() throws {
        try Data("no folder".utf8).write(to: URL(filePath: folder().path))
        let finding = try #require(look()["backups"])
        #expect(finding.grade == .failure)
        #expect(finding.detail.contains("cannot be read"))
        #expect(finding.advice?.contains("backup.folder") == true)
    }

    @Test func missingOldAndBrokenBackupsAreFound() throws {
        #expect(look()["backups"]?.grade == .warning)
        try makeBackup()
        #expect(look()["backups"]?.grade == .ok)
        let old = try #require(look(at: world.now.adding(seconds: 49 * 3600))["backups"])
        #expect(old.grade == .warning)
        #expect(old.detail.contains("49 h old"))
        let path = "\(folder().path)/\(try #require(try folder().files().first).name)"
        try Data("not a database".utf8).write(to: URL(filePath: path))
        #expect(look()["backups"]?.grade == .failure)
    }

    @Test func aStoreThatIsStoppedIsReadAndLeftAsItIs() throws {
        let folder = try TemporaryFolder()
        let files = StoreFixture.files(in: folder)
        try StoreFixture.open(in: folder).close()
        let before = try Data(contentsOf: URL(filePath: files.database))
        let store = try Store.openReadOnly(files)
        // Nobody else opens it meanwhile.
        #expect(try #require(throws: StoreFault.self) { try Store.open(files) }.code == .locked)
        let findings = StoreExamination(
            store: store,
            backups: BackupFolder(path: files.backups, countyCode: SmallCounty.code),
            now: world.now.asWall
        ).findings()
        #expect(findings.filter { $0.grade == .failure } == [])
        try store.close()
        #expect(try Data(contentsOf: URL(filePath: files.database)) == before)
        try Store.open(files).close()
    }

    @Test func aNewerOrDamagedStoreIsNotOpened() throws {
        let folder = try TemporaryFolder()
        let files = StoreFixture.files(in: folder)
        #expect(try #require(throws: StoreFault.self) { try Store.openReadOnly(files) }.code == .missing)
        try Store.create(files, StoreFixture.founding)
        let queue = try DatabaseQueue(path: files.database)
        try queue.writeWithoutTransaction { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99')") }
        try queue.close()
        #expect(try #require(throws: StoreFault.self) { try Store.openReadOnly(files) }.code == .newer)
        try Data("not a database".utf8).write(to: URL(filePath: files.database))
        #expect(try #require(throws: StoreFault.self) { try Store.openReadOnly(files) }.code == .damaged)
    }
}
