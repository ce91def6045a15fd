import DispatchCore
import DispatchTestSupport
import Foundation
import GRDB
import StoreTestSupport
import Testing

@testable import DispatchStore

/// A store of every earlier version opens as one of today, and what it held goes on.
struct MigrationTests {
    private static let request = "01973a10-2f00-7000-8000-000000000001"
    private static let seat = "01973a10-2f00-7000-8000-000000000002"
    private static let offer = "01973a10-2f00-7000-8000-000000000003"
    private static let assignment = "01973a10-2f00-7000-8000-000000000004"
    private static let notice = "01973a10-2f00-7000-8000-000000000005"

    /// What a county of version 1 may hold: one covered request, its notice still due.
    private static let contents = """
        INSERT INTO county VALUES (1, '900000', 28800, 1, 1, 1000, 0, 0);
        INSERT INTO edition VALUES (1, 'villages', 'live', 0), (2, 'members', 'live', 0);
        INSERT INTO village VALUES (1, '900100', '一号测试村', '9001', '测试镇', 36.9, 115.2);
        INSERT INTO endpoint VALUES (1, 'https://endpoint.example/a', 'generic', NULL);
        INSERT INTO member VALUES (2, 'm1', '测试甲', '0000', '900100', NULL, NULL, NULL, '[]', 'walk', 1);
        INSERT INTO help_request VALUES ('\(request)', 1, 0, 'fall', 'immediate', 'covered', '900100', 36.9, 115.2,
            NULL, '[]', NULL, NULL, 'system', 1000, NULL, 1000, NULL, NULL, NULL, NULL, NULL);
        INSERT INTO seat VALUES ('\(seat)', '\(request)', 0, 'helper', '[]', 'filled', 1);
        INSERT INTO offer VALUES ('\(offer)', '\(request)', '\(seat)', 'm1', 'nearest', 1, 10, 100, 1000, 1, 'accepted',
            601000, 6000, 1000, 1000, NULL, NULL, NULL);
        INSERT INTO assignment VALUES ('\(assignment)', '\(request)', '\(offer)', '\(seat)', 'm1', 0, 1000, 'accepted', 1,
            301000, NULL, NULL, NULL);
        INSERT INTO link VALUES ('\(offer)', 'offer', '\(offer)', NULL, NULL, NULL, 1000);
        INSERT INTO notice VALUES ('\(notice)', 'assignment.created', '\(request)', 'm1', 1000, 1801000);
        INSERT INTO notice_offer VALUES ('\(notice)', '\(offer)');
        INSERT INTO delivery VALUES (1, '\(notice)', 1, 'due', 1000, 0, NULL);
        """

    /// What a county may hold since each later version.
    private static let later: [Int: String] = [
        2: "INSERT INTO member_history VALUES ('m1', 1, 2, 1000, 0, '[1,0,0,0,0,0,0]', NULL)",
        3: """
        INSERT INTO edition VALUES (3, 'desks', 'live', 0);
        INSERT INTO desk VALUES (3, 'd1', 'county', '900000', '测试值班台', '0000-9', NULL);
        INSERT INTO whistle VALUES ('01973a10-2f00-7000-8000-000000000006', '\(request)', 'county', 'd1', 1000, NULL, NULL,
            NULL, 1000);
        INSERT INTO request_note VALUES (1, '\(request)', 1000, 'system', 'note', 'a note');
        """,
        4: """
        UPDATE endpoint SET disabled_at = 1000, disabled_reason = 'gone';
        INSERT INTO attempt VALUES (1, 1, 900, 1000, 'retry', 500, 'status', 10, 1, 2, 3, 4, NULL, NULL, x'00');
        """,
        5: """
        INSERT INTO member_link VALUES ('01973a10-2f00-7000-8000-000000000007', 'm1', 1000);
        INSERT INTO signed_answer VALUES ('a', 1000);
        INSERT INTO identity_claim VALUES ('\(request)', 1, 'm1', 1, 1000);
        UPDATE endpoint SET unreached_since = 1000;
        """,
        6: "INSERT INTO forgotten VALUES ('member', 'm9', 1000)",
    ]

    private static let versions = [
        Schema.version1, Schema.version2, Schema.version3, Schema.version4, Schema.version5, Schema.version6,
        Schema.version7,
    ]

    /// Makes the database that a program of this version left behind.
    private func makeStore(ofVersion version: Int, at files: StoreFiles) async throws {
        try Store.create(files, StoreFixture.founding)
        try FileManager.default.removeItem(atPath: files.database)
        let old = try DatabaseQueue(path: files.database)
        try await old.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
        }
        var migrator = DatabaseMigrator()
        for (number, sql) in Self.versions.prefix(version).enumerated() {
            migrator.registerMigration("v\(number + 1)") { try $0.execute(sql: sql) }
            try migrator.migrate(old)
            let rows = number == 0 ? Self.contents : Self.later[number + 1] ?? ""
            try await old.write { try $0.execute(sql: rows) }
        }
        try old.close()
    }

    @Test(arguments: 1...7)
    func aStoreOfAnEarlierVersionGoesOnWithItsRows(version: Int) async throws {
        let folder = try TemporaryFolder()
        let files = StoreFiles(database: folder.path("county.db"))
        try await makeStore(ofVersion: version, at: files)
        let counts = try await Self.counts(files.database)

        let store = try Store.open(files)
        try store.close()
        // Links of offers follow from their ids since version 5, and the one of version 1 is such a link.
        let kept = counts.filter { $0.key != "link" && $0.key != "grdb_migrations" }
        #expect(try await Self.counts(files.database).filter { kept[$0.key] != nil } == kept)
    }

    /// A link that led nowhere, since its member is not listed, leads nowhere from then on either.
    @Test func linksOfThoseWhoAreListedGoOn() async throws {
        let folder = try TemporaryFolder()
        let files = StoreFiles(database: folder.path("county.db"))
        try await makeStore(ofVersion: 6, at: files)
        let gone = "01973a10-2f00-7000-8000-000000000008"
        let old = try DatabaseQueue(path: files.database)
        try await old.write { database in
            try database.execute(sql: "INSERT INTO member_link VALUES (?, 'gone', 1000)", arguments: [gone])
        }
        try old.close()
        let store = try Store.open(files)
        let kept = try #require(MemberLinkID("01973a10-2f00-7000-8000-000000000007"))
        #expect(try await store.member(ofLink: kept) == MemberID("m1"))
        #expect(try await store.link(of: MemberID("m1")) == kept)
        #expect(try await store.member(ofLink: try #require(MemberLinkID(gone))) == nil)
        #expect(try await store.link(of: MemberID("gone")) == nil)
        try store.close()
    }

    /// How many rows each table has.
    private static func counts(_ path: String) async throws -> [String: Int] {
        let queue = try DatabaseQueue(path: path)
        let counts = try await queue.read { database in
            let tables = try String.fetchAll(
                database,
                sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
            return Dictionary(
                uniqueKeysWithValues: try tables.map { name in
                    (name, try Int.fetchOne(database, sql: "SELECT count(*) FROM \(name)") ?? 0)
                }
            )
        }
        try queue.close()
        return counts
    }

    @Test func aStoreOfVersion1GoesOn() async throws {
        let folder = try TemporaryFolder()
        let files = StoreFiles(database: folder.path("county.db"))
        try await makeStore(ofVersion: 1, at: files)

        let store = try Store.open(files)
        let board = try store.loadBoard(policy: .simple)
        let request = try #require(board.openRequests.first)
        #expect(request.state == .covered)
        #expect(request.offers.map(\.chance) == [nil])
        let assignment = try #require(request.assignments.first)
        #expect(assignment.unit == 0)
        #expect(assignment.isPrimary)
        #expect(board.roster.member(MemberID("m1"))?.capacity == 1)
        #expect(board.learning == Learning())
        #expect(board.brokenInvariant(at: Timestamp(milliseconds: 1000)) == nil)
        #expect(try await store.personalDataErasure(of: request.id) == nil)
        #expect(try await store.dueDeliveries([1]).map(\.offerIDs) == [[try #require(OfferID(Self.offer))]])
        try await store.pool.read { database in
            #expect(try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").isEmpty)
            let indexes = try String.fetchSet(database, sql: "SELECT name FROM sqlite_master WHERE type = 'index'")
            #expect(
                indexes.isSuperset(of: [
                    "offer_once", "offer_member", "offer_request", "assignment_busy", "notice_request",
                    "edition_live", "request_note_request", "whistle_level", "delivery_endpoint",
                    "help_request_unerased", "help_request_household", "delivery_settled", "checkpoint_live",
                ])
            )
        }
        try store.close()
    }

    @Test func timesOfAStoreOfVersion6AreTakenForBoth() async throws {
        let folder = try TemporaryFolder()
        let files = StoreFiles(database: folder.path("county.db"))
        try await makeStore(ofVersion: 6, at: files)
        // Its clock was ten years ahead when somebody called last.
        let ahead: Int64 = 2_000_000_000_000
        let old = try DatabaseQueue(path: files.database)
        try await old.write { try $0.execute(sql: "UPDATE county SET last_event_at = \(ahead)") }
        try old.close()

        let store = try Store.open(files)
        #expect(store.county.clock.elapsed == Timestamp(milliseconds: ahead))
        #expect(store.county.clock.wall == WallTime(milliseconds: ahead))
        #expect(store.county.clock.believedWall == WallTime(milliseconds: ahead))
        #expect(store.county.clock.doubtedSince == nil)
        #expect(try store.clockHistory() == ClockHistory())
        try store.close()
    }
}
