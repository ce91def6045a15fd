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

    @Test func aStoreOfVersion1GoesOn() async throws {
        let folder = try TemporaryFolder()
        let files = StoreFiles(database: folder.path("county.db"))
        try Store.create(files, StoreFixture.founding)
        try FileManager.default.removeItem(atPath: files.database)
        let old = try DatabaseQueue(path: files.database)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { try $0.execute(sql: Schema.version1) }
        try await old.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
        }
        try migrator.migrate(old)
        try await old.write { try $0.execute(sql: Self.contents) }
        try old.close()

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
        #expect(try await store.dueDeliveries([1]).map(\.offerIDs) == [[try #require(OfferID(Self.offer))]])
        try await store.pool.read { database in
            #expect(try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").isEmpty)
            let indexes = try String.fetchSet(database, sql: "SELECT name FROM sqlite_master WHERE type = 'index'")
            #expect(
                indexes.isSuperset(of: [
                    "offer_once", "offer_member", "offer_request", "assignment_busy", "notice_request",
                    "edition_live", "request_note_request", "whistle_level", "delivery_endpoint",
                ])
            )
        }
        try store.close()
    }
}
