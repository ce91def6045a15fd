import DispatchCore
import DispatchStore
import DispatchTestSupport
import GRDB
import TestSupport
import Testing

/// Batches: what they write, together or not at all, and by whom.
struct CommitTests {
    private func fault(_ body: () throws -> Any) throws -> StoreFault {
        do {
            _ = try body()
        } catch let fault as StoreFault {
            return fault
        }
        Issue.record("no fault")
        throw CancellationError()
    }

    /// Every row of every table, as text.
    private func everything(in store: Store) throws -> [String] {
        try store.pool.read { database in
            let tables = try String.fetchAll(
                database,
                sql: "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name"
            )
            return try tables.flatMap { table in
                try Row.fetchAll(database, sql: "SELECT * FROM \"\(table)\"").map { "\(table) \($0)" }.sorted()
            }
        }
    }

    @Test func whatIsCommittedIsWhatIsLoaded() throws {
        let world = try StoreWorld()
        let request = try world.call(key: "k")
        try world.act(.confirmDelivery([request.offers[0].id]), by: .courier)
        try world.act(.answer(request.offers[1].id, .decline), by: .member(request.offers[1].memberID))
        try world.act(.answer(request.offers[0].id, .accept), by: .member(request.offers[0].memberID))
        try world.act(
            .changeMember(MemberID("m3"), MemberChange(isOnDuty: false, position: world.county.villages[1].coordinate))
        )
        let loaded = try world.store.loadBoard(policy: .simple)
        #expect(BoardSnapshot(loaded).difference(from: BoardSnapshot(world.board)) == nil)
        #expect(loaded.brokenInvariant(at: world.now) == nil)
    }

    @Test(arguments: UInt64(1)...6)
    func tablesAndJournalTellTheStoryOfARandomWorld(seed: UInt64) throws {
        let world = try StoreWorld()
        var commands = RandomCommands(
            county: world.county,
            includesShellCommands: false,
            generator: SeededGenerator(seed: seed)
        )
        for step in 0..<150 {
            world.now = commands.pause(on: world.board, at: world.now)
            let (command, actor) = try commands.next(on: world.board, at: world.now)
            do {
                try world.act(command, by: actor)
            } catch is Refusal {
                try world.act(.tick, by: .system)
            } catch {
                Issue.record("seed \(seed), step \(step), \(command): \(error)")
                return
            }
        }
        // The tables are not asked for what is long over.
        var live = world.board
        live.forgetEnded(at: live.lastEventAt)
        let loaded = BoardSnapshot(try world.store.loadBoard(policy: .simple)).difference(from: BoardSnapshot(live))
        #expect(loaded == nil)
        var replayed = Board(
            countyCode: SmallCounty.code,
            utcOffsetSeconds: SmallCounty.utcOffsetSeconds,
            policy: .simple,
            roster: world.board.roster.asListed
        )
        try world.store.replayJournal(onto: &replayed)
        replayed.forgetEnded(at: live.lastEventAt)
        let journaled = BoardSnapshot(live, isJournalOnly: true)
        let told = BoardSnapshot(replayed, isJournalOnly: true).difference(from: journaled)
        #expect(told == nil)
    }

    @Test func aBatchWhoseLastStatementFailsLeavesNothing() throws {
        let world = try StoreWorld()
        try world.call()
        let before = try everything(in: world.store)
        let request = try world.latest
        var batch = try world.prepare(
            .answer(request.offers[0].id, .accept),
            by: .member(request.offers[0].memberID)
        )
        batch.records.append(.memberLink(id: Identifier(high: 1, low: 1), MemberID("m1"), at: world.now))
        // There is no such delivery; attempts are the last things written.
        batch.settlements.append(
            DeliverySettlement(
                deliveryID: 99,
                attempt: 1,
                startedAt: world.now,
                finishedAt: world.now,
                outcome: .sent,
                status: 200,
                reason: nil,
                milliseconds: 1
            )
        )
        #expect(try fault { try world.writer.commit(batch) }.code == .failed)
        #expect(try everything(in: world.store) == before)
    }

    @Test func aWriterThatIsNoLongerTheWriterIsFenced() throws {
        let world = try StoreWorld()
        try world.call()
        for sql in [
            "UPDATE county SET journal_position = journal_position + 1",
            "UPDATE county SET journal_position = journal_position - 1, writer_epoch = writer_epoch + 1",
        ] {
            try world.store.pool.writeWithoutTransaction { try $0.execute(sql: sql) }
            let before = try everything(in: world.store)
            #expect(try fault { try world.act(.cancelRequest(world.latest.id)) }.code == .fenced)
            #expect(try everything(in: world.store) == before)
        }
    }

    @Test func theLinkOfAnOlderOfferTakesTheNewerOne() throws {
        let world = try StoreWorld()
        let request = try world.call()
        // The first of them accepts and gives back; the others, told that it was covered, are asked once more.
        try world.act(.answer(request.offers[0].id, .accept), by: .member(request.offers[0].memberID))
        try world.act(.release(request.offers[0].id), by: .member(request.offers[0].memberID))
        let older = request.offers[1]
        let newer = try #require(try world.latest.offers.last { $0.memberID == older.memberID })
        #expect(newer.id != older.id)
        #expect(newer.state == .pending)
        try world.act(.answer(older.id, .accept), by: .member(older.memberID))
        #expect(try world.latest.offer(older.id)?.state == .withdrawn)
        #expect(try world.latest.offer(newer.id)?.state == .accepted)
        let loaded = try world.store.loadBoard(policy: .simple)
        #expect(BoardSnapshot(loaded).difference(from: BoardSnapshot(world.board)) == nil)
    }

    @Test func aMemberMayTurnToAnOlderCaseInTheCommitThatFreesThemFromANewerOne() throws {
        let world = try StoreWorld()
        let first = try world.call()
        let member = first.offers[0].memberID
        try world.act(.answer(first.offers[0].id, .accept), by: .member(member))
        try world.act(.release(first.offers[0].id), by: .member(member))
        let village = world.county.villages[0]
        let place = Place(villageCode: village.code, coordinate: village.coordinate)
        let plain = SeatPlan(role: "driver", requires: [])
        try world.act(.openRequest(NewHelpRequest(category: "medical-transport", place: place, seats: [plain])))
        let second = try world.latest
        try world.act(.assign(second.id, nil, member))
        let offer = try #require(try world.latest.offers.first { $0.memberID == member })
        // Both in one batch, as when two answers are taken together.
        var batch = try world.prepare(.step(offer.id, .atFacility), by: .member(member))
        let later = try world.prepare(.step(first.offers[0].id, .enRoute), by: .member(member))
        batch.entries += later.entries
        batch.requests += later.requests
        batch.seats.formUnion(later.seats)
        batch.offers += later.offers
        batch.assignments = later.assignments + batch.assignments
        batch.notices += later.notices
        _ = try world.writer.commit(batch)
        let loaded = try world.store.loadBoard(policy: .simple)
        #expect(BoardSnapshot(loaded).difference(from: BoardSnapshot(world.board)) == nil)
    }

    @Test func aNoticeIsInTheOutboxWithItsOffer() async throws {
        let world = try StoreWorld()
        let request = try world.call()
        let due = try await world.store.dueDeliveries(excluding: [], limit: 100)
        #expect(due.map(\.offerIDs) == request.offers.map { [$0.id] })
        #expect(due.allSatisfy { $0.kind == .offerCreated && $0.attempts == 0 })
        #expect(due.map(\.deadline) == request.offers.map(\.expiresAt))
        #expect(try await world.store.dueDeliveries(excluding: [due[0].id], limit: 1).map(\.id) == [due[1].id])
        let depth = try await world.store.outboxDepth()
        #expect(depth.count == due.count)
        #expect(depth.oldestDueAt == world.now)
    }

    @Test func aTakenSeatTakesTheNoticesOfItsOffersOutOfTheOutbox() async throws {
        let world = try StoreWorld()
        let request = try world.call()
        try world.act(.answer(request.offers[0].id, .accept), by: .member(request.offers[0].memberID))
        let due = try await world.store.dueDeliveries(excluding: [], limit: 100)
        #expect(due.map(\.kind) == [.assignmentCreated])
    }

    @Test func anOfferMadeAndWithdrawnInOneCommitIsNotSent() async throws {
        let world = try StoreWorld()
        let request = try world.call()
        // A no, which asks somebody else, and a yes in one batch, as when two answers are taken together.
        var batch = try world.prepare(.answer(request.offers[0].id, .decline), by: .member(request.offers[0].memberID))
        let asked = batch.notices.flatMap(\.offerIDs)
        #expect(asked.count == 1)
        let later = try world.prepare(.answer(request.offers[1].id, .accept), by: .member(request.offers[1].memberID))
        let again = Set(later.offers.map(\.id))
        batch.entries += later.entries
        batch.requests = later.requests
        batch.seats = later.seats
        batch.offers = batch.offers.filter { !again.contains($0.id) } + later.offers
        batch.assignments += later.assignments
        batch.notices += later.notices
        batch.cancelledNotices += later.cancelledNotices
        #expect(try world.writer.commit(batch).count == 2)
        let due = try await world.store.dueDeliveries(excluding: [], limit: 100)
        #expect(due.map(\.kind) == [.assignmentCreated])
    }

    @Test func settlementsMoveADeliveryOn() async throws {
        let world = try StoreWorld()
        try world.call()
        let id = try await #require(world.store.dueDeliveries(excluding: [], limit: 1).first).id
        func settle(_ attempt: Int?, _ outcome: DeliverySettlement.Outcome) throws -> (String, Int, Int64?) {
            var batch = CommitBatch(expectedPosition: world.board.position)
            batch.settlements = [
                DeliverySettlement(
                    deliveryID: id,
                    attempt: attempt,
                    startedAt: world.now,
                    finishedAt: world.now,
                    outcome: outcome,
                    status: 500,
                    reason: nil,
                    milliseconds: 3
                )
            ]
            _ = try world.writer.commit(batch)
            let row = try world.store.pool.read {
                try Row.fetchOne($0, sql: "SELECT * FROM delivery WHERE id = ?", arguments: [id])
            }
            return (row?["state"] ?? "", row?["attempts"] ?? 0, row?["due_at"])
        }
        let later = world.now.adding(seconds: 2)
        #expect(try settle(1, .retry(dueAt: later)) == ("due", 1, later.milliseconds))
        // The same attempt again, as after a crash before it was recorded.
        #expect(try settle(1, .retry(dueAt: later)) == ("due", 1, later.milliseconds))
        #expect(try settle(2, .sent) == ("sent", 2, later.milliseconds))
        // What is settled stays settled.
        #expect(try settle(3, .givenUp).0 == "sent")
        #expect(try settle(3, .retry(dueAt: world.now)).0 == "sent")
        let attempts = try await world.store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM attempt") }
        #expect(attempts == 3)
        #expect(try await world.store.dueDeliveries([id]).isEmpty)
    }

    @Test func keysPastTheirLifeAreDeletedAndNotLoaded() throws {
        let world = try StoreWorld()
        try world.call(key: "old")
        world.now = world.now.adding(seconds: 24 * 3600 + 1)
        try world.call(key: "new")
        let keys = try world.store.pool.read { try String.fetchAll($0, sql: "SELECT key FROM idempotency") }
        #expect(keys == ["new"])
    }
}
