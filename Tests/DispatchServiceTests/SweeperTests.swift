import DispatchCore
import DispatchStore
import DispatchTestSupport
import Foundation
import GRDB
import StoreTestSupport
import Testing

@testable import DispatchService

/// What is past its time goes, and nothing else.
struct SweeperTests {
    private static let phone = "13911223344"
    private static let words = "李四在井边摔倒"
    private static let note = "王五来过"
    private static let answer = "thank you, 李四"
    private static let day: Int64 = 86_400_000

    /// A store with a closed request that says who called, and how many days ago it was closed.
    private func makeStore(in folder: TemporaryFolder, closedDaysAgo days: Int64) async throws {
        try await House.withWriter(in: folder) { house in
            var new = house.newRequest()
            new.householdID = "h1"
            new.contacts = [MemberID("m1")]
            let actor = Actor.token(StoreFixture.tokenID)
            let opened = try await house.writer.submit(.openRequest(new), by: actor) { outcome, _ in
                guard case .opened(let id, _, _) = outcome else { return [] }
                let details = RequestDetails(callerPhone: Self.phone, summary: Self.words, openedBy: actor)
                return [.requestDetails(id, details)]
            }
            let request = try #require(try await house.writer.requests.first)
            var log = AttemptLog()
            log.answer = Array(Self.answer.utf8)
            let settlement = DeliverySettlement(
                deliveryID: 1,
                attempt: 1,
                startedAt: opened.at,
                finishedAt: opened.at,
                outcome: .sent,
                status: 200,
                reason: nil,
                milliseconds: 1,
                log: log
            )
            _ = try await house.writer.settle([settlement], [.confirmDelivery([request.offers[0].id])])
            let member = Actor.member(request.offers[0].memberID)
            _ = try await house.writer.submit(.answer(request.offers[0].id, .accept), by: member)
            _ = try await house.writer.submit(.step(request.offers[0].id, .cleared), by: member)
            _ = try await house.writer.submit(.closeRequest(request.id, grade: 5), by: actor) { _, at in
                [.note(request.id, at: at, actor: actor, kind: .followUp, text: Self.note)]
            }
            let past = days * Self.day
            try await house.store.pool.write { database in
                try database.execute(
                    sql: "UPDATE help_request SET created_at = created_at - ?1, closed_at = closed_at - ?1",
                    arguments: [past]
                )
            }
        }
    }

    private func sweep(
        _ house: House,
        _ change: (inout Retention) -> Void = { _ in },
        after milliseconds: Int64 = 0
    ) async throws {
        var retention = Retention()
        change(&retention)
        let sweeper = Sweeper(
            store: house.store,
            writer: house.writer,
            cuts: RetentionCuts(
                store: house.store,
                writer: house.writer,
                retention: retention,
                clock: house.clock
            ),
            retention: retention,
            clock: house.clock,
            logger: House.logger
        )
        await sweeper.sweep(at: house.clock.now.adding(milliseconds: milliseconds))
    }

    /// Everything that lies in the store's files.
    private func bytes(of folder: TemporaryFolder) throws -> Data {
        try ["county.db", "county.db-wal"].reduce(into: Data()) { all, name in
            let path = folder.path(name)
            guard FileManager.default.fileExists(atPath: path) else { return }
            all += try Data(contentsOf: URL(fileURLWithPath: path))
        }
    }

    @Test func whoCalledIsErasedAndTheFiguresStay() async throws {
        let folder = try TemporaryFolder()
        try await makeStore(in: folder, closedDaysAgo: 181)
        let marks = [Self.phone, Self.words, Self.note, Self.answer].map { Data($0.utf8) }
        for mark in marks { #expect(try bytes(of: folder).range(of: mark) != nil, "it was there") }
        try await House.withWriter(in: folder) { house in
            let id = try #require(
                try await house.store.requestIDs(states: [], townshipCode: nil, before: nil, limit: 9).first
            )
            let before = try #require(try await house.store.request(id, hasTimeline: true))
            try await sweep(house)
            let after = try #require(try await house.store.request(id, hasTimeline: true))
            #expect(after.details.callerPhone == nil)
            #expect(after.details.summary == nil)
            #expect(after.details.personalDataErasedAt != nil)
            #expect(after.request.householdID == nil)
            #expect(after.request.contacts.isEmpty)
            #expect(after.household == nil)
            #expect(after.notes.isEmpty)
            #expect(after.request.place.coordinate == house.county.villages[0].coordinate)
            #expect(after.request.place.villageCode == before.request.place.villageCode)
            #expect(after.request.seats == before.request.seats)
            #expect(after.request.offers == before.request.offers)
            #expect(after.request.assignments == before.request.assignments)
            #expect(after.request.grade == 5)
            #expect(after.request.firstArrivalAt == before.request.firstArrivalAt)
            #expect(after.request.closedAt == before.request.closedAt)
            #expect(after.timeline.count == before.timeline.count)
            for mark in marks { #expect(try bytes(of: folder).range(of: mark) == nil) }

            let last = try #require(try await house.store.journal(after: 0, limit: 1000).last)
            #expect(last.kind == "personal-data.erased")
            #expect(last.payload.contains(#""requestCount":1"#))
            // The journal has not heard of the past that was made up; the tables have.
            let store = house.store
            let difference = try await house.writer.inspect { board in
                Result { try BoardSnapshot(store.loadBoard(policy: .simple)).difference(from: BoardSnapshot(board)) }
            }
            #expect(try difference.get() == nil)
            // A second time there is nothing to do, and nothing is said.
            try await sweep(house)
            #expect(try await house.store.journal(after: last.position, limit: 9).isEmpty)
            // A note that comes late does not bring words back.
            _ = try await house.writer.write([
                .note(id, at: house.clock.now, actor: .system, kind: .note, text: Self.note)
            ])
            #expect(try await house.store.request(id, hasTimeline: true)?.notes.isEmpty == true)
        }
    }

    @Test(arguments: [(179, 180), (4_000, 0)])
    func whoCalledStaysUntilItsTime(closedDaysAgo days: Int64, kept: Int) async throws {
        let folder = try TemporaryFolder()
        try await makeStore(in: folder, closedDaysAgo: days)
        try await House.withWriter(in: folder) { house in
            try await sweep(house) { $0.personalDays = kept }
            let ids = try await house.store.requestIDs(states: [], townshipCode: nil, before: nil, limit: 9)
            let detail = try #require(try await house.store.requests(ids).first)
            #expect(detail.details.callerPhone == Self.phone)
            #expect(detail.request.householdID == "h1")
            #expect(detail.notes.map(\.text) == [Self.note])
        }
    }

    @Test func whatTheBoardStillHoldsIsLeftAlone() async throws {
        try await House.withWriter(in: try TemporaryFolder()) { house in
            let opened = try await house.writer.open(house.newRequest())
            guard case .opened(let id, _, _) = opened.outcome else { return }
            _ = try await house.writer.submit(.cancelRequest(id), by: .system)
            try await sweep(house, { $0.personalDays = 1 }, after: 2 * Self.day)
            #expect(try await house.store.request(id, hasTimeline: true)?.details.callerPhone == "0000-000")
            _ = try await house.writer.submit(.reopenRequest(id, seats: []), by: .system)
            #expect(try await house.difference() == nil)
        }
    }

    @Test func attemptsAndDeliveriesGoByAgeAndNumber() async throws {
        let folder = try TemporaryFolder()
        try await makeStore(in: folder, closedDaysAgo: 0)
        func count(_ table: String, _ house: House) async throws -> Int {
            try await house.store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? -1 }
        }
        try await House.withWriter(in: folder) { house in
            let notices = try await count("notice", house)
            let due = try await count("delivery WHERE state = 'due'", house)
            // Nine more attempts, of which the latest five are to stay.
            for number in 2...10 {
                let settlement = DeliverySettlement(
                    deliveryID: 1,
                    attempt: number,
                    startedAt: house.clock.now,
                    finishedAt: house.clock.now.adding(milliseconds: Int64(number)),
                    outcome: .sent,
                    status: nil,
                    reason: nil,
                    milliseconds: nil
                )
                _ = try await house.writer.settle([settlement], [])
            }
            try await sweep(house) {
                $0.attemptDays = 1
                $0.attemptLimit = 5
            }
            let left = try await house.store.pool.read { try Int.fetchAll($0, sql: "SELECT number FROM attempt") }
            #expect(left == [6, 7, 8, 9, 10])
            #expect(try await count("notice", house) == notices, "too young")

            try await sweep(house, { $0.attemptDays = 1 }, after: Self.day + 60_000)
            #expect(try await count("attempt", house) == 0)
            #expect(try await count("delivery", house) == due, "what waits stays, however old")
            #expect(try await count("notice", house) == due)
            #expect(try await count("notice_offer", house) == due)
            let broken = try await house.store.pool.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check").count }
            #expect(broken == 0)
        }
    }

    @Test func endpointsOfNobodyAndKeysPastTheirLifeGo() async throws {
        try await House.withWriter(in: try TemporaryFolder()) { house in
            var new = house.newRequest()
            new.idempotency = Idempotency(tokenID: StoreFixture.tokenID, key: "k", bodyDigest: "00")
            try await house.writer.open(new)
            try await house.store.pool.write { database in
                try database.execute(
                    sql: "INSERT INTO endpoint (url, channel) VALUES ('https://left.example', 'generic')"
                )
                try database.execute(sql: "UPDATE idempotency SET created_at = created_at - 86400001")
            }
            let endpoints = try await house.store.pool.read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM endpoint")
            }
            try await sweep(house)
            let (left, urls, keys) = try await house.store.pool.read { database in
                (
                    try Int.fetchOne(database, sql: "SELECT count(*) FROM endpoint"),
                    try String.fetchAll(database, sql: "SELECT url FROM endpoint"),
                    try Int.fetchOne(database, sql: "SELECT count(*) FROM idempotency")
                )
            }
            #expect(left == endpoints.map { $0 - 1 })
            #expect(!urls.contains("https://left.example"))
            #expect(keys == 0)
        }
    }
}
