import DispatchCore
import DispatchTestSupport
import Foundation
import GRDB
import StoreTestSupport
import Testing

@testable import DispatchStore

/// A row that cannot be read ends nothing: it is left out and named.
struct DamagedRowTests {
    struct Damage: Sendable, CustomTestStringConvertible {
        let table: String
        let sql: String
        var testDescription: String { sql }

        init(_ table: String, _ assignment: String) {
            self.table = table
            sql = "UPDATE \(table) SET \(assignment) WHERE rowid = (SELECT min(rowid) FROM \(table))"
        }

        /// Of a table without rowids.
        init(_ table: String, _ assignment: String, where condition: String) {
            self.table = table
            sql = "UPDATE \(table) SET \(assignment) WHERE \(condition)"
        }
    }

    static let lists: [Damage] = [
        Damage("village", "latitude = 95", where: "code = '900100'"),
        Damage("village", "longitude = 9e999", where: "code = '900100'"),
        Damage("member", "capabilities = '{}'", where: "id = 'm2'"),
        Damage("member", "capabilities = '[1]'", where: "id = 'm2'"),
        Damage("member", "capabilities = 'no json'", where: "id = 'm2'"),
        Damage("member", "exempt_categories = '7'", where: "id = 'm2'"),
        Damage("member", "transport = 'rocket'", where: "id = 'm2'"),
        Damage("member", "latitude = -91, longitude = 0", where: "id = 'm2'"),
        Damage("member", "quiet_hours = 'at night'", where: "id = 'm2'"),
        Damage("member", "quiet_hours = '25:00-06:00'", where: "id = 'm2'"),
        Damage("member", "capacity = 0", where: "id = 'm2'"),
        Damage("member", "capacity = 9223372036854775807", where: "id = 'm2'"),
        Damage("member", "village_code = 'nowhere'", where: "id = 'm2'"),
        Damage("household", "contacts = '{\"a\":1}'", where: "id = 'h2'"),
        Damage("household", "latitude = 1e300, longitude = 1", where: "id = 'h2'"),
        Damage("desk", "level = 'moon'", where: "level = (SELECT min(level) FROM desk)"),
        Damage("member_status", "away_until = 9223372036854775807", where: "member_id = 'm1'"),
        Damage("member_status", "away_until = -9223372036854775808", where: "member_id = 'm1'"),
        Damage("member_status", "latitude = 200, longitude = 0", where: "member_id = 'm1'"),
        Damage("member_history", "alert_counts = '[9223372036854775807]'", where: "member_id = 'm1'"),
        Damage("member_history", "alert_counts = '\"x\"'", where: "member_id = 'm1'"),
        Damage("member_history", "alert_day = 9223372036854775807", where: "member_id = 'm1'"),
        Damage("member_history", "alert_day = -9223372036854775808", where: "member_id = 'm1'"),
        Damage("member_history", "accepts = 9e999, offers = 9e999", where: "member_id = 'm1'"),
        Damage("member_history", "learned_at = 9223372036854775807", where: "member_id = 'm1'"),
        Damage("learning", "sum = 9e999", where: "name = 'answer'"),
        Damage("learning", "sum = 1e300", where: "name = 'answer'"),
        Damage("learning", "updated_at = -9223372036854775808", where: "name = 'answer'"),
        Damage("learning", "sum = 5, weight = 1", where: "name = 'no-show'"),
        Damage("endpoint", "disabled_at = 9223372036854775807, disabled_reason = 'gone'", where: "id = 1"),
        Damage("endpoint", "unreached_since = 9223372036854775807", where: "id = 1"),
    ]

    static let requests: [Damage] = [
        Damage("help_request", "number = 9223372036854775807"), Damage("help_request", "day = 9223372036854775807"),
        Damage("help_request", "urgency = 'whenever'"), Damage("help_request", "state = 'lost'"),
        Damage("help_request", "latitude = 95"), Damage("help_request", "contacts = '{}'"),
        Damage("help_request", "created_at = 9223372036854775807"),
        Damage("help_request", "dispatch_at = -9223372036854775808"),
        Damage("help_request", "uncovered_since = 9223372036854775807"), Damage("help_request", "grade = 99"),
        Damage("help_request", "id = '000000000000000000000000000000000000'"),
        Damage("seat", "ordinal = 9223372036854775807"), Damage("seat", "requires = '7'"),
        Damage("seat", "state = 'stolen'"),
        Damage("seat", "round = 9223372036854775807"), Damage("seat", "id = 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz'"),
        Damage("offer", "rank = 9223372036854775807"), Damage("offer", "distance_meters = 9e999"),
        Damage("offer", "eta_seconds = 1e300"), Damage("offer", "chance = 7"), Damage("offer", "reason = 'whim'"),
        Damage("offer", "state = 'maybe'"), Damage("offer", "expires_at = 9223372036854775807"),
        Damage("offer", "round = 9223372036854775807"), Damage("offer", "silence = 'loud'"),
        Damage("offer", "seat_id = '01973a10-2f00-7000-8000-000000000001'"),
        Damage("offer", "id = 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz'"),
        Damage("assignment", "unit = 9223372036854775807"), Damage("assignment", "state = 'asleep'"),
        Damage("assignment", "accepted_at = 9223372036854775807"),
        Damage("assignment", "offer_id = 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz'"),
        Damage("whistle", "level = 'moon'"), Damage("whistle", "called_at = 9223372036854775807"),
        Damage("whistle", "id = 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz'"),
    ]

    /// A county with a request that somebody has accepted and a desk was called for, and another that is untouched.
    private struct Template: Sendable {
        let database: Data
        let key: Data
        let request: RequestID
        let now: Timestamp
    }

    /// Made once: each case spoils a copy.
    private static let template = Result { try makeTemplate() }

    private static func makeTemplate() throws -> Template {
        let world = try StoreWorld()
        let request = try world.call(key: "first")
        try world.act(.escalate(request.id))
        let offers = try world.latest.offers
        let offer = try #require(offers.first { $0.memberID == MemberID("m1") } ?? offers.first)
        world.now = world.now.adding(seconds: 20)
        try world.act(.confirmDelivery([offer.id]), by: .courier)
        world.now = world.now.adding(seconds: 20)
        try world.act(.answer(offer.id, .accept), by: .member(offer.memberID))
        try world.act(.changeMember(MemberID("m1"), MemberChange(isOnDuty: false)))
        try world.call(key: "second")
        try world.store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try world.store.close()
        return Template(
            database: try Data(contentsOf: URL(filePath: world.store.files.database)),
            key: try Data(contentsOf: URL(filePath: world.store.files.key)),
            request: request.id,
            now: world.now
        )
    }

    private let folder: TemporaryFolder
    private let template: Template

    init() throws {
        folder = try TemporaryFolder()
        template = try Self.template.get()
        let files = StoreFixture.files(in: folder)
        for (path, data) in [(files.database, template.database), (files.key, template.key)] {
            try data.write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
    }

    private func spoil(_ sql: String) throws {
        let queue = try DatabaseQueue(path: StoreFixture.files(in: folder).database)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
            try database.execute(sql: sql)
            #expect(database.changesCount >= 1, "\(sql)")
        }
        try queue.close()
    }

    private func look(_ store: Store) -> [String: Finding] {
        let examination = StoreExamination(
            store: store,
            backups: BackupFolder(path: store.files.backups, countyCode: SmallCounty.code),
            now: StoreWorld.start.asWall.adding(seconds: 600)
        )
        return Dictionary(examination.findings().map { ($0.subject, $0) }) { first, _ in first }
    }

    @Test(arguments: lists)
    func aRowOfAListIsLeftOutAndNamed(_ damage: Damage) async throws {
        try spoil(damage.sql)
        let store = try StoreFixture.open(in: folder)
        var left: [DamagedRow] = []
        let board = try store.loadBoard(policy: .simple) { left.append($0) }
        #expect(board.openRequests.count == 2)
        #expect(board.unreadable.isEmpty)
        let finding = try #require(look(store)["rows"])
        #expect(finding.grade == .failure)
        #expect(finding.detail.contains("\(damage.table) "), "\(finding)")
        // Households are no business of the board.
        if damage.table != "household" { #expect(left.contains { $0.table == damage.table }, "\(left)") }
        // What lists show goes on without it.
        #expect(try await store.villages().count >= 2)
        #expect(try await store.memberRecords().count >= 11)
        #expect(try await store.householdRecords().count >= 19)
        _ = try await store.deskRecords()
        _ = try await store.members(villageCode: nil, townshipCode: nil, after: nil, limit: 100)
        _ = try await store.member(MemberID("m1"))
        _ = try await store.endpoints(.all, after: 0, limit: 100)
        _ = board.beliefs(at: StoreWorld.start)
        try store.close()
    }

    @Test(arguments: requests)
    func aRequestThatCannotBeReadIsLeftToAnOperator(_ damage: Damage) async throws {
        try spoil(damage.sql)
        let store = try StoreFixture.open(in: folder)
        var left: [DamagedRow] = []
        var board = try store.loadBoard(policy: .simple) { left.append($0) }
        #expect(left.contains { $0.table == damage.table || $0.table == "help_request" }, "\(left)")
        #expect(board.openRequests.count == 1)
        let key = try #require(board.unreadable.first)
        #expect(board.unreadable.count == 1)
        #expect(key == template.request.description || damage.sql.contains("help_request SET id"))
        let finding = try #require(look(store)["rows"])
        #expect(finding.grade == .failure)
        #expect(finding.advice?.contains("by hand") == true)
        // What can be read of it is there for whoever dispatches it.
        let shown = try #require(try await store.unreadableRequests([key], townshipCode: nil).first)
        #expect(!shown.damage.isEmpty)
        #expect(shown.details.summary == "a test")
        #expect(shown.village != nil)
        _ = try await store.dueDeliveries(excluding: [], limit: 100)
        _ = try await store.deliveries(Store.DeliveryFilter(), before: .max, limit: 100)

        // The other request goes on, and nobody who is on this one gets into its way.
        var ids = IdentifierSource(SystemRandomNumberGenerator())
        let writer = StoreWriter(store)
        func act(_ command: Command) throws {
            var batch = CommitBatch(expectedPosition: board.position)
            let (decision, entries) = try board.advance(command, by: .system, at: template.now, using: &ids)
            batch.add(decision, entries)
            batch.addImages(of: board.takeChanges(), on: board)
            _ = try writer.commit(batch)
        }
        let other = try #require(board.openRequests.first)
        for offer in other.offers where offer.state == .pending {
            do {
                try act(.answer(offer.id, .accept))
            } catch is Refusal {
                // Busy, or covered by one who said yes before.
            }
        }
        // An operator who has dispatched it by hand is done with it.
        guard let id = RequestID(key), id == template.request else { return try store.close() }
        try act(.closeRequest(id, grade: nil))
        #expect(board.unreadable.isEmpty)
        #expect(try store.loadBoard(policy: .simple).unreadable.isEmpty)
        #expect(try await store.requests([id]).first?.storedState == .closed)
        try store.close()
    }

    @Test func aFileThatSQLiteCallsCorruptIsRefused() throws {
        let handle = try #require(FileHandle(forUpdatingAtPath: StoreFixture.files(in: folder).database))
        try handle.seek(toOffset: 4096)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: 8192))
        try handle.close()
        #expect { try StoreFixture.open(in: folder) } throws: { ($0 as? StoreFault)?.code == .damaged }
    }

    @Test(arguments: [
        "journal_position = 9223372036854775807", "last_event_at = 9223372036854775807",
        "utc_offset_seconds = 99999999",
    ])
    func aCountyThatCannotBeReadIsRefused(assignment: String) throws {
        try spoil("UPDATE county SET \(assignment)")
        #expect { try StoreFixture.open(in: folder) } throws: { ($0 as? StoreFault)?.code == .damaged }
    }

    @Test(arguments: [
        #"UPDATE journal SET payload = '{}' WHERE kind = 'offer.made'"#,
        #"UPDATE journal SET payload = '[]' WHERE position = 1"#,
        #"UPDATE journal SET kind = 'moon.landed' WHERE position = 2"#,
        #"UPDATE journal SET actor = '' WHERE position = 2"#,
        #"UPDATE journal SET at = 9223372036854775807 WHERE position = 2"#,
        #"UPDATE journal SET at = -9223372036854775808 WHERE position = 2"#,
        """
        UPDATE journal SET kind = 'clock.jumped', payload = '{"milliseconds":-9223372036854775808}' WHERE position = 2
        """,
        """
        UPDATE journal SET kind = 'clock.jumped', payload = '{"milliseconds":9223372036854775807}' WHERE position = 2
        """,
    ])
    func aJournalThatCannotBeReadIsSaid(sql: String) async throws {
        try spoil(sql)
        let store = try StoreFixture.open(in: folder)
        #expect(try store.loadBoard(policy: .simple).openRequests.count == 2)
        #expect(look(store)["journal"]?.grade == .failure)
        // Followers are told of every position.
        let lines = try await store.journal(after: 0, limit: 1000)
        #expect(!lines.isEmpty && lines.map(\.position) == lines.indices.map { Int64($0) + 1 })
        #expect(try await store.requests(store.loadBoard(policy: .simple).openRequests.map(\.id)).count == 2)
        try store.close()
    }
}
