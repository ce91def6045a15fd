import DispatchCore
import DispatchTestSupport
import Foundation
import GRDB
import StoreTestSupport
import Testing

@testable import DispatchStore

/// A store in which two spellings of one id stand becomes one in which they are one.
struct SpellingMigrationTests {
    /// é in one piece and in two; 郎 and its compatibility ideograph.
    private static let composed = "caf\u{E9}"
    private static let decomposed = "cafe\u{301}"
    private static let usual = "\u{90CE}1"
    private static let compatible = "\u{F92C}1"
    /// K, and the sign of the kelvin, which is one with it.
    private static let latin = "K1"
    private static let kelvin = "\u{212A}1"

    private static func id(_ number: Int) -> String { "01973a10-2f00-7000-8000-00000000000\(number)" }

    private let folder: TemporaryFolder
    private let files: StoreFiles

    init() throws {
        folder = try TemporaryFolder()
        files = StoreFixture.files(in: folder)
    }

    /// Makes a store of version 6 with a village and these rows, and opens it as of today.
    private func open(_ sql: String...) throws -> Store {
        try Store.create(files, StoreFixture.founding)
        try FileManager.default.removeItem(atPath: files.database)
        let old = try DatabaseQueue(path: files.database)
        try old.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
        }
        try Schema.migrator.migrate(old, upTo: "v6")
        try old.write { database in
            try database.execute(
                sql: """
                    INSERT INTO county VALUES (1, '\(SmallCounty.code)', 28800, 1, 0, 5000, 0, 0);
                    INSERT INTO edition VALUES (1, 'villages', 'live', 100), (2, 'members', 'live', 200),
                        (3, 'households', 'live', 200), (4, 'members', 'retired', 100);
                    INSERT INTO village VALUES (1, 'v\(Self.decomposed)', '村', 't\(Self.decomposed)', '镇', 36.9, 115.2);
                    INSERT INTO endpoint (id, url, channel) VALUES (1, 'http://127.0.0.1:9/1', 'generic');
                    """
            )
            for sql in sql { try database.execute(sql: sql) }
        }
        try old.close()
        return try Store.open(files)
    }

    private static func member(_ id: String, edition: Int = 2, name: String = "测试") -> String {
        """
        INSERT INTO member (edition, id, name, phone, village_code, capabilities, transport, endpoint_id)
        VALUES (\(edition), '\(id)', '\(name)', '0000-\(edition)', 'v\(composed)', '[]', 'walk', 1);
        """
    }

    private func texts(_ store: Store, _ sql: String) throws -> [String] {
        try store.pool.read { try String.fetchAll($0, sql: sql) }
    }

    @Test(arguments: [(composed, decomposed), (decomposed, composed), (usual, compatible), (compatible, usual)])
    func statusAndLearningOfTheListedSpellingWin(listed: String, other: String) async throws {
        let store = try open(
            Self.member(other, edition: 4),
            Self.member(listed),
            "INSERT INTO member_status VALUES ('\(other)', 0, NULL, NULL, NULL), ('\(listed)', 1, 9000, NULL, NULL);",
            """
            INSERT INTO member_history VALUES ('\(other)', 1, 9, 1000, 0, '[0,0,0,0,0,0,0]', NULL),
                ('\(listed)', 3, 4, 1000, 0, '[0,0,0,0,0,0,0]', NULL);
            """
        )
        let board = try store.loadBoard(policy: .simple) { Issue.record("\($0)") }
        let member = try #require(board.roster.member(MemberID(other)))
        #expect(member.isOnDuty)
        #expect(member.awayUntil == WallTime(milliseconds: 9000))
        #expect(member.history.acceptance.trials == 4)
        #expect(
            try texts(store, "SELECT id FROM member WHERE edition = 2").map { Array($0.utf8) } == [
                Array(MemberID(listed).text.utf8)
            ]
        )
        // Whatever is looked up by bytes is found.
        #expect(try await store.member(MemberID(other))?.record.name == "测试")
        try store.close()
    }

    @Test func whatOnlyTheOtherSpellingKnewIsKept() throws {
        let store = try open(
            Self.member(Self.composed),
            "INSERT INTO member_status VALUES ('\(Self.decomposed)', 0, NULL, NULL, NULL);",
            "INSERT INTO member_history VALUES ('\(Self.decomposed)', 1, 9, 1000, 0, '[0]', NULL);"
        )
        let member = try #require(try store.loadBoard(policy: .simple).roster.member(MemberID(Self.composed)))
        #expect(!member.isOnDuty)
        #expect(member.history.acceptance.trials == 9)
        try store.close()
    }

    @Test func bothOldLinksLeadToTheMember() async throws {
        let store = try open(
            Self.member(Self.composed),
            """
            INSERT INTO member_link VALUES ('\(Self.id(1))', '\(Self.decomposed)', 1000),
                ('\(Self.id(2))', '\(Self.composed)', 2000);
            """
        )
        for number in 1...2 {
            let link = try #require(MemberLinkID(Self.id(number)))
            let member = try #require(try await store.member(ofLink: link))
            #expect(try await store.member(member)?.record.id == MemberID(Self.composed))
        }
        #expect(try await store.link(of: MemberID(Self.decomposed))?.description == Self.id(2))
        try store.close()
    }

    @Test func requestsOfTheOtherSpellingGoOnAndTheJournalTellsTheSame() throws {
        let (request, seat, offer) = (Self.id(1), Self.id(2), Self.id(3))
        let store = try open(
            Self.member(Self.composed),
            """
            UPDATE county SET journal_position = 2;
            INSERT INTO help_request VALUES ('\(request)', 1, 0, 'fall', 'immediate', 'open', 'v\(Self.decomposed)', 36.9,
                115.2, '\(Self.compatible)', '["\(Self.decomposed)"]', NULL, NULL, 'system', 5000, NULL, 5000, NULL, NULL,
                NULL, NULL, NULL, 5000, NULL);
            INSERT INTO seat VALUES ('\(seat)', '\(request)', 0, 'helper', '[]', 'open', 1);
            INSERT INTO offer VALUES ('\(offer)', '\(request)', '\(seat)', '\(Self.decomposed)', 'nearest', 1, 10, 100, 5000,
                1, 'pending', 605000, 10000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            INSERT INTO journal VALUES (1, 5000, 'system', 'request.opened', '\(request)', '{"category":"fall",
                "contacts":["\(Self.decomposed)"],"day":0,"dispatchAt":5000,"householdID":"\(Self.compatible)","number":1,
                "requestID":"\(request)","seats":[{"id":"\(seat)","requires":[],"role":"helper"}],"urgency":"immediate",
                "villageCode":"v\(Self.decomposed)"}'),
                (2, 5000, 'system', 'offer.made', '\(request)', '{"distanceMeters":10,"etaSeconds":100,"expiresAt":605000,
                "memberID":"\(Self.decomposed)","offerID":"\(offer)","rank":1,"reason":"nearest","requestID":"\(request)",
                "round":1,"seatID":"\(seat)","silenceDueAt":10000}');
            INSERT INTO member_history VALUES ('\(Self.decomposed)', 0, 0, 0, 0, '[1,0,0,0,0,0,0]', NULL);
            """
        )
        let board = try store.loadBoard(policy: .simple) { Issue.record("\($0)") }
        #expect(board.roster.member(MemberID(Self.composed))?.pendingOfferCount == 1)
        #expect(board.openRequests.first?.contacts == [MemberID(Self.composed)])
        for column in ["member_id FROM offer", "household_id FROM help_request", "village_code FROM help_request"] {
            let text = try #require(try texts(store, "SELECT \(column)").first)
            #expect(Array(text.utf8) == Array(MemberID(text).text.utf8))
        }
        for text in try texts(store, "SELECT payload FROM journal") {
            #expect(!text.utf8.elementsEqual(MemberID(text).text.utf8))
        }
        #expect(try store.unsoundness() == nil)
        let comparison = try JournalComparison(store: store, reader: store.pool.makeSnapshot()).finding
        #expect(comparison.grade == .ok, "\(comparison)")
        try store.close()
    }

    @Test(arguments: [(composed, decomposed), (decomposed, composed), (latin, kelvin), (kelvin, latin)])
    func aMarkOfForgettingHoldsForEverySpelling(forgotten: String, other: String) async throws {
        let store = try open(
            // The list in force is older than the mark.
            Self.member(other, name: "一名"),
            "INSERT INTO forgotten VALUES ('member', '\(forgotten)', 1000), ('household', '\(forgotten)', 1000);",
            "INSERT INTO member_status VALUES ('\(other)', 0, NULL, NULL, NULL);",
            "INSERT INTO member_history VALUES ('\(other)', 1, 9, 1000, 0, '[0]', NULL);",
            "INSERT INTO member_link VALUES ('\(Self.id(1))', '\(other)', 500);",
            """
            INSERT INTO household VALUES (3, '\(other)', '户', '', '', 'v', '', NULL, NULL, '[]', ''),
                (3, 'h', '户', '', '', 'v', '', NULL, NULL, '["\(other)","m2"]', '');
            INSERT INTO help_request VALUES ('\(Self.id(2))', 1, 0, 'fall', 'immediate', 'cancelled', 'v', 36.9123456, 115.2,
                '\(other)', '[]', '0000', 'words', 'system', 500, NULL, 500, NULL, NULL, NULL, 600, NULL, NULL, NULL);
            """
        )
        let mark = try #require(try await store.forgottenAt(.member(MemberID(other))))
        #expect(mark == Timestamp(milliseconds: 1000))
        #expect(try await store.forgottenAt(.household(MemberID(other).text)) == mark)
        for table in ["member", "member_status", "member_history", "member_link"] {
            #expect(try texts(store, "SELECT '\(table)' FROM \(table)").isEmpty, "\(table)")
        }
        #expect(try texts(store, "SELECT id FROM household") == ["h"])
        #expect(try texts(store, "SELECT contacts FROM household") == [#"["m2"]"#])
        let left = "SELECT id FROM help_request WHERE summary IS NOT NULL OR household_id IS NOT NULL"
        #expect(try texts(store, left).isEmpty)
        try store.close()
    }

    @Test func whoeverIsListedAgainSinceTheMarkStays() async throws {
        let store = try open(
            "UPDATE edition SET created_at = 2000 WHERE id = 2;",
            Self.member(Self.composed),
            "INSERT INTO forgotten VALUES ('member', '\(Self.decomposed)', 1000);",
            """
            INSERT INTO member_status VALUES ('\(Self.composed)', 0, NULL, NULL, NULL),
                ('\(Self.decomposed)', 1, NULL, NULL, NULL);
            """
        )
        #expect(try store.loadBoard(policy: .simple).roster.member(MemberID(Self.composed))?.isOnDuty == false)
        #expect(try await store.forgottenAt(.member(MemberID(Self.composed))) != nil)
        try store.close()
    }

    @Test func twinsInOneListLeaveOneAndAreNamed() async throws {
        let store = try open(
            Self.member(Self.decomposed, name: "另一名"),
            Self.member(Self.composed, name: "一名"),
            "INSERT INTO village VALUES (1, 'v\(Self.composed)', '双村', 't', '镇', 36.9, 115.2);",
            """
            INSERT INTO edition VALUES (5, 'desks', 'live', 100);
            INSERT INTO desk VALUES (5, '\(Self.usual)', 'county', 'c', '台', '1', NULL),
                (5, '\(Self.compatible)', 'township', 'd', '台', '1', NULL);
            """
        )
        var damage: [DamagedRow] = []
        let board = try store.loadBoard(policy: .simple) { damage.append($0) }
        #expect(damage.map(\.table).sorted() == ["desk", "member", "village"])
        #expect(board.roster.members.count == 1)
        #expect(try await store.memberRecords().map(\.name) == ["一名"])
        let finding = RowSurvey(reader: store.pool).finding
        #expect(finding.grade == .failure)
        for table in ["desk", "member", "village"] { #expect(finding.detail.contains("\(table) "), "\(finding)") }
        // Forgetting reaches the row that nobody reads.
        let time = Timestamp(milliseconds: 9000)
        let erasure = try #require(try await store.erasure(ofMember: MemberID(Self.composed), at: time))
        var batch = CommitBatch(expectedPosition: 0)
        batch.records = [.forgotten(erasure)]
        _ = try StoreWriter(store).commit(batch)
        #expect(try texts(store, "SELECT id FROM member").isEmpty)
        try store.close()
    }

    @Test func aListOfTwentyThousandTwinsIsMergedInSeconds() throws {
        let store = try open(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
            INSERT INTO member_status SELECT 'e' || char(0x301) || i, 0, NULL, NULL, NULL FROM n
            UNION ALL SELECT char(0xE9) || i, 1, NULL, NULL, NULL FROM n;
            """
        )
        let counts = try store.pool.read { try Int.fetchAll($0, sql: "SELECT count(*) FROM member_status") }
        #expect(counts == [20_000])
        try store.close()
    }
}
