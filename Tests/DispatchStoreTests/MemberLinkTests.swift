import DispatchCore
import DispatchStore
import DispatchTestSupport
import GRDB
import StoreTestSupport
import Testing

/// Links to members' own pages over lists that come and go.
struct MemberLinkTests {
    private static let member = MemberID("m1")
    private static let other = MemberID("m2")
    private static let phone = "139 0000 0001"
    private static let day = 86_400

    private let folder: TemporaryFolder
    private let store: Store
    private let writer: StoreWriter

    init() throws {
        folder = try TemporaryFolder()
        store = try StoreFixture.open(in: folder)
        writer = StoreWriter(store)
    }

    private func time(days: Int) -> Timestamp { StoreFixture.foundedAt.adding(seconds: days * Self.day) }

    private func write(_ records: [StoreRecord]) throws {
        var batch = CommitBatch(expectedPosition: 0)
        batch.records = records
        _ = try writer.commit(batch)
    }

    /// Puts a list in force that names m2 and, with this phone, m1; without one m1 is left out.
    private func list(_ edition: Int64, phone: String?, onDay days: Int) throws {
        func record(_ id: MemberID, _ phone: String) -> MemberRecord {
            MemberRecord(
                id: id,
                name: "测试员",
                phone: phone,
                villageCode: "1",
                branch: nil,
                home: nil,
                capabilities: [],
                transport: .walk,
                endpoint: nil
            )
        }
        let members = [record(Self.other, "139 0000 0002")] + (phone.map { [record(Self.member, $0)] } ?? [])
        try write([
            .editionStarted(id: edition, .members, at: time(days: days)),
            .editionMembers(id: edition, members),
            .memberLinksFollow(edition: edition, at: time(days: days)),
            .editionInForce(id: edition, .members),
        ])
    }

    @discardableResult
    private func makeLink(_ number: UInt64, of member: MemberID = Self.member) throws -> MemberLinkID {
        let id = MemberLinkID(high: 0x7000, low: 0x8000_0000_0000_0000 | number)
        try write([.memberLink(id: id, member, at: time(days: 0))])
        return id
    }

    @Test func aWrongListPutRightWithinAWeekBreaksNoBookmark() async throws {
        try list(1, phone: Self.phone, onDay: 0)
        let link = try makeLink(1)
        let bystander = try makeLink(2, of: Self.other)
        try list(2, phone: nil, onDay: 1)
        #expect(try await store.member(ofLink: link) == nil, "off the list it leads nowhere")
        #expect(try await store.link(of: Self.member) == nil)
        // How a number is written makes no difference.
        try list(3, phone: "+86 13900000001", onDay: 8)
        #expect(try await store.member(ofLink: link) == Self.member)
        #expect(try await store.link(of: Self.member) == link)
        #expect(try await store.member(ofLink: bystander) == Self.other)
    }

    @Test func whoReturnsLaterHasANewLink() async throws {
        try list(1, phone: Self.phone, onDay: 0)
        let link = try makeLink(1)
        try list(2, phone: nil, onDay: 1)
        try list(3, phone: nil, onDay: 7)
        try list(4, phone: Self.phone, onDay: 9)
        #expect(try await store.member(ofLink: link) == nil)
        #expect(try await store.link(of: Self.member) == nil)
        let new = try makeLink(2)
        #expect(try await store.link(of: Self.member) == new)
        #expect(try await store.member(ofLink: link) == nil, "for good")
    }

    @Test(arguments: [true, false])
    func whoReturnsOrGoesOnWithAnotherPhoneHasANewLink(wasAway: Bool) async throws {
        try list(1, phone: Self.phone, onDay: 0)
        let link = try makeLink(1)
        if wasAway { try list(2, phone: nil, onDay: 1) }
        try list(3, phone: "139 0000 0009", onDay: 2)
        #expect(try await store.member(ofLink: link) == nil)
        let new = try makeLink(2)
        #expect(try await store.link(of: Self.member) == new)
        // The number was a slip: whoever has the first bookmark goes on with it, and the second one leads nowhere.
        try list(4, phone: Self.phone, onDay: 3)
        #expect(try await store.member(ofLink: link) == Self.member)
        #expect(try await store.member(ofLink: new) == nil)
        // And back again, as the list has it now.
        try list(5, phone: "139 0000 0009", onDay: 4)
        #expect(try await store.member(ofLink: link) == nil)
        #expect(try await store.member(ofLink: new) == Self.member)
    }

    @Test func aRenewedLinkEndsEveryEarlierOneAlsoASuspendedOne() async throws {
        try list(1, phone: Self.phone, onDay: 0)
        let first = try makeLink(1)
        try list(2, phone: "139 0000 0009", onDay: 1)
        let second = try makeLink(2)
        let renewed = MemberLinkID(high: 0x7000, low: 0x8000_0000_0000_0003)
        try write([.memberLinkRenewed(id: renewed, Self.member, at: time(days: 1))])
        #expect(try await store.member(ofLink: second) == nil)
        #expect(try await store.member(ofLink: renewed) == Self.member)
        try list(3, phone: Self.phone, onDay: 2)
        #expect(try await store.member(ofLink: first) == nil)
    }

    @Test func linksOfSpellingsThatWereOneGoOnTogether() async throws {
        try list(1, phone: Self.phone, onDay: 0)
        let first = try makeLink(1)
        let second = MemberLinkID(high: 0x7000, low: 0x8000_0000_0000_0002)
        try await store.pool.write { database in
            try database.execute(
                sql: "INSERT INTO member_link VALUES (?, ?, ?, NULL, NULL)",
                arguments: [second.description, Self.member.text, 1]
            )
        }
        for link in [first, second] { #expect(try await store.member(ofLink: link) == Self.member) }
        try list(2, phone: nil, onDay: 1)
        for link in [first, second] { #expect(try await store.member(ofLink: link) == nil) }
        try list(3, phone: Self.phone, onDay: 2)
        for link in [first, second] { #expect(try await store.member(ofLink: link) == Self.member) }
    }

    @Test func nothingOfThePhoneStaysBeyondTheWeekOrBeingForgotten() async throws {
        try list(1, phone: Self.phone, onDay: 0)
        try makeLink(1)
        try list(2, phone: nil, onDay: 1)
        let stored = try await store.pool.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM member_link").map { "\($0)" }.joined()
        }
        #expect(!stored.contains("1390000") && !stored.contains("139 0000"), "no phone, but a MAC of it")
        try write([.swept(.memberLinks(suspendedBefore: time(days: 1)))])
        #expect(try await linkCount() == 1)
        try write([.swept(.memberLinks(suspendedBefore: time(days: 9)))])
        #expect(try await linkCount() == 0)

        try list(3, phone: Self.phone, onDay: 9)
        try makeLink(2)
        try list(4, phone: nil, onDay: 10)
        let erasure = try #require(try await store.erasure(ofMember: Self.member, at: time(days: 10)))
        try write([.forgotten(erasure)])
        #expect(try await linkCount() == 0)
    }

    private func linkCount() async throws -> Int? {
        try await store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM member_link") }
    }
}
