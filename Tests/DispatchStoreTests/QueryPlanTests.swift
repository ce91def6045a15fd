import DispatchCore
import DispatchStore
import GRDB
import StoreTestSupport
import Synchronization
import Testing

/// The statements of every call and every delivery find their rows through an index, however large the county.
struct QueryPlanTests {
    /// Tables that grow with the county or with time; a statement of the daily work never walks through one of them.
    private static let large = [
        "assignment", "attempt", "delivery", "help_request", "household", "idempotency",
        "identity_claim", "journal", "member", "member_link",
        "member_status", "notice", "notice_offer", "offer", "request_note", "seat",
    ]

    /// Indexes of the few rows of a large table that matter.
    private static let small = ["INDEX delivery_due", "INDEX journal_policy"]

    /// What connections are asked to do.
    private final class Record: Sendable {
        private let statements = Mutex<Set<String>>([])

        /// The statements about the county's data so far.
        var all: [String] {
            statements.withLock { statements in
                statements.filter { statement in
                    ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { statement.hasPrefix($0) }
                        && !statement.contains("sqlite_master")
                }
            }.sorted()
        }

        func follow(_ database: Database) {
            database.trace { event in
                guard case .statement(let statement) = event else { return }
                let sql = statement.expandedSQL
                self.statements.withLock { _ = $0.insert(sql) }
            }
        }
    }

    /// Steps of the statements' plans that walk through a large table, each after its statement.
    ///
    /// One that follows the partial index of a few rows is no walk.
    private func walks(_ statements: [String], _ store: Store) throws -> [String] {
        try store.pool.read { database in
            try statements.flatMap { statement in
                try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(statement)").compactMap { row in
                    let step: String = row["detail"]
                    let words = step.split(separator: " ")
                    guard words.count > 1, words[0] == "SCAN", Self.large.contains(String(words[1])) else { return nil }
                    return Self.small.contains { step.hasSuffix($0) } ? nil : "\(statement): \(step)"
                }
            }
        }
    }

    @Test func noCommitWalksThroughALargeTable() throws {
        let world = try StoreWorld()
        let record = Record()
        world.store.pool.writeWithoutTransaction { record.follow($0) }
        let request = try world.call(key: "k")
        try world.act(.confirmDelivery(request.offers.map(\.id)), by: .courier)
        try world.act(.answer(request.offers[0].id, .accept), by: .member(request.offers[0].memberID))
        try world.act(.step(request.offers[0].id, .cleared), by: .member(request.offers[0].memberID))
        try world.act(.changeMember(MemberID("m2"), MemberChange(isOnDuty: false)))
        var batch = CommitBatch(expectedPosition: world.board.position)
        batch.records = [
            .idempotencyAnswer(tokenID: StoreFixture.tokenID, key: "k", answer: "{}"),
            .note(request.id, at: world.now, actor: .system, kind: .followUp, text: "a test"),
            .memberLink(id: Identifier(high: 1, low: 1), MemberID("m1"), at: world.now),
        ]
        batch.settlements = [.sent, .retry(dueAt: world.now), .givenUp].map {
            DeliverySettlement(
                deliveryID: 1,
                attempt: 1,
                startedAt: world.now,
                finishedAt: world.now,
                outcome: $0,
                status: nil,
                reason: nil,
                milliseconds: nil
            )
        }
        _ = try world.writer.commit(batch)
        world.store.pool.writeWithoutTransaction { $0.trace(nil) }
        #expect(record.all.count > 20)
        let walks = try walks(record.all, world.store)
        #expect(walks == [])
    }

    @Test func noLookUpWalksThroughALargeTable() async throws {
        let world = try StoreWorld()
        let request = try world.call(key: "k")
        let offer = request.offers[0].id
        // Readings that follow one another all use the first idle connection, so that one tells of all.
        let record = Record()
        try await world.store.pool.read { record.follow($0) }
        _ = try await world.store.request(request.id, hasTimeline: true)
        _ = try await world.store.parties(to: offer)
        #expect(try await world.store.requestID(number: request.number, day: request.day) == request.id)
        _ = try await world.store.villageCode(of: request.id)
        _ = try await world.store.dueDeliveries(excluding: [], limit: 10)
        _ = try await world.store.dueDeliveries([1, 2])
        _ = try await world.store.member(MemberID("m1"))
        _ = try await world.store.household("h1")
        _ = try await world.store.households(phone: "1", limit: 5)
        _ = try await world.store.member(ofLink: Identifier(high: 1, low: 1))
        _ = try await world.store.link(of: MemberID("m1"))
        _ = try await world.store.groupMembers(1, limit: 10)
        _ = try await world.store.groupMembers(1, name: "测试甲", limit: 10)
        _ = try await world.store.groupMember(MemberID("m1"), of: 1)
        _ = try await world.store.identityClaims(since: world.now)
        _ = try await world.store.lastPolicyDigest()
        _ = try await world.store.journal(after: 3, limit: 10)
        _ = try await world.store.idempotencyAnswer(tokenID: "a", key: "b")
        _ = try await world.store.requestIDs(states: [.open], townshipCode: nil, before: nil, limit: 20)
        _ = try await world.store.requestsToErase(endedBefore: world.now, limit: 10)
        _ = try await world.store.personalDataErasure(of: request.id)
        _ = try await world.store.hasAttempts(before: world.now)
        _ = try await world.store.hasDeliveries(settledBefore: world.now)
        _ = try await world.store.journalCut(before: world.now, limit: 1)
        _ = try await world.store.hasPrunedEntries()
        _ = try await world.store.oldestJournalPosition()
        try await world.store.pool.read { $0.trace(nil) }
        #expect(record.all.count > 15)
        let walks = try walks(record.all, world.store)
        #expect(walks == [])
    }
}
