import DispatchCore
import DispatchStore
import DispatchTestSupport
import GRDB
import StoreTestSupport
import Testing

/// Lists: staged beside those in force, swapped by one commit, swept away afterwards.
struct EditionTests {
    private let world: StoreWorld

    init() throws {
        world = try StoreWorld()
    }

    private func commit(_ records: StoreRecord...) throws {
        var batch = CommitBatch(expectedPosition: world.board.position)
        batch.records = records
        _ = try world.writer.commit(batch)
    }

    private func count(_ table: String) throws -> Int {
        try world.store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }

    private var fewer: [MemberRecord] { world.county.entries.prefix(3).map { StoreFixture.memberRecord($0) } }

    @Test func aStagedListIsNotInForceUntilItsCommit() async throws {
        let all = try await world.store.memberRecords()
        #expect(all == world.county.entries.map { StoreFixture.memberRecord($0) }.sorted { $0.id < $1.id })
        let id = try await world.store.nextEditionID()
        try commit(.editionStarted(id: id, .members, at: world.now), .editionMembers(id: id, fewer))
        #expect(try await world.store.memberRecords() == all)
        #expect(try await world.store.roster(with: id, of: .members).members.count == 3)
        try commit(.editionInForce(id: id, .members))
        #expect(try await world.store.memberRecords() == fewer.sorted { $0.id < $1.id })
        #expect(try await world.store.hasRetiredEditions())
    }

    @Test func whoMustStayIsCopiedFromTheListInForce() async throws {
        let id = try await world.store.nextEditionID()
        try commit(
            .editionStarted(id: id, .members, at: world.now),
            .editionMembers(id: id, fewer),
            .editionKeepsMembers(id: id, [MemberID("m7"), MemberID("m0"), MemberID("unknown")]),
            .editionInForce(id: id, .members)
        )
        let kept = try await world.store.memberRecords()
        #expect(kept.map(\.id.text) == ["m0", "m1", "m2", "m7"])
        #expect(kept.last == StoreFixture.memberRecord(world.county.entries[7]))
    }

    @Test func oldListsAreSweptAwayLittleByLittle() async throws {
        let id = try await world.store.nextEditionID()
        try commit(
            .editionStarted(id: id, .members, at: world.now),
            .editionMembers(id: id, fewer),
            .editionInForce(id: id, .members)
        )
        #expect(try count("member") == 15)
        try commit(.editionsSwept(rowLimit: 5))
        #expect(try count("member") == 10)
        #expect(try await world.store.hasRetiredEditions())
        try commit(.editionsSwept(rowLimit: 5))
        try commit(.editionsSwept(rowLimit: 5))
        #expect(try count("member") == 3)
        #expect(try await !world.store.hasRetiredEditions())
        try commit(.editionsSwept(rowLimit: 5))
        #expect(try count("member") == 3)
        #expect(try count("village") == 3)
        #expect(try count("household") == 20)
    }

    @Test func anAbandonedListIsNeverInForce() async throws {
        let id = try await world.store.nextEditionID()
        try commit(.editionStarted(id: id, .members, at: world.now), .editionMembers(id: id, fewer))
        try commit(.editionAbandoned(id: id))
        try commit(.editionsSwept(rowLimit: 100))
        #expect(try await world.store.memberRecords().count == 12)
        #expect(try await !world.store.hasRetiredEditions())
    }

    @Test func membersWithOneEndpointShareItsRow() throws {
        let listed = Set(world.county.entries.compactMap(\.endpointID))
        #expect(try count("endpoint") == listed.count)
        try commit(
            .editionStarted(id: 8, .members, at: world.now),
            .editionMembers(id: 8, world.county.entries.map { StoreFixture.memberRecord($0) }),
            .editionInForce(id: 8, .members)
        )
        #expect(try count("endpoint") == listed.count)
    }

    @Test func householdsAreFoundByTheDigitsOfTheirPhone() async throws {
        #expect(try await world.store.households(phone: "0000 007", limit: 5).map(\.id) == ["h7"])
        #expect(try await world.store.households(phone: "+86 (0000) 007", limit: 5).map(\.id) == [])
        #expect(try await world.store.households(phone: "", limit: 5).isEmpty)
        #expect(try await world.store.households(phone: "n/a", limit: 5).isEmpty)
    }

    @Test(arguments: [
        ("13900000000", "13900000000"), ("+86 139-0000-0000", "13900000000"), ("0086 139 0000 0000", "13900000000"),
        ("(0319) 600-0000", "03196000000"), ("8612345", "8612345"), ("", ""), ("n/a", ""),
    ])
    func phonesAreComparedByTheirDigits(text: String, digits: String) {
        #expect(PhoneNumber.digits(text) == digits)
    }
}
