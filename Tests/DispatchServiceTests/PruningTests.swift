import DispatchCore
import DispatchStore
import DispatchTestSupport
import GRDB
import StoreTestSupport
import Testing

@testable import DispatchService

/// A journal whose beginning is gone tells, from its checkpoint on, what the whole one told.
struct PruningTests {
    private func sweep(_ house: House, keeping limit: Int, after milliseconds: Int64 = 0) async {
        var retention = Retention()
        retention.journalLimit = limit
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

    @Test func whatIsKeptBeginsBehindTheCheckpoint() async throws {
        let folder = try TemporaryFolder()
        try await House.withWriter(in: folder) { house in
            _ = try await house.writer.submit(.notePolicyChange(PolicyChanged(digest: "d1")), by: .system)
            try await house.writer.open(house.newRequest())
            try await house.writer.open(house.newRequest())
            let end = house.follower.position
            await sweep(house, keeping: 3)
            #expect(try await house.store.oldestJournalPosition() == end - 2)
            #expect(try await house.store.journal(after: 0, limit: 100).map(\.position) == [end - 2, end - 1, end])
            #expect(try await house.store.lastPolicyDigest() == "d1", "its entry is gone")
            #expect(try await house.difference() == nil)
            let opened = try #require(try await house.writer.requests.first)
            let detail = try #require(try await house.store.request(opened.id, hasTimeline: true))
            #expect(detail.timelineStart == end - 2)
            // The last one's beginning may be gone as well; a new one's is there.
            let new = try await house.writer.open(house.newRequest())
            guard case .opened(let id, _, _) = new.outcome else { return }
            #expect(try await house.store.request(id, hasTimeline: true)?.timelineStart == nil)
            // What is kept by number grows until the next time, which is a day away.
            #expect(house.follower.position > end)
        }
        try await House.withWriter(in: folder) { house in
            let difference = try await house.difference()
            #expect(difference == nil, "a restart")
        }
    }

    @Test func aJournalOfWhichNothingIsLeftSaysWhereItGoesOn() async throws {
        try await House.withWriter(in: try TemporaryFolder()) { house in
            try await house.writer.open(house.newRequest())
            let end = house.follower.position
            await sweep(house, keeping: 10_000, after: 731 * 86_400_000)
            #expect(try await house.store.journal(after: 0, limit: 9).isEmpty)
            #expect(try await house.store.oldestJournalPosition() == end + 1)
            #expect(try await house.difference() == nil)
            try await house.writer.open(house.newRequest())
            #expect(try await house.difference() == nil)
            await sweep(house, keeping: 1)
            #expect(try await house.difference() == nil)
            let rows = try await house.store.pool.read { database in
                try Int.fetchOne(database, sql: "SELECT count(*) FROM checkpoint")
            }
            #expect(rows == 1, "the old one is swept away")
        }
    }

    @Test func theFirstEntryThatIsYoungEnoughStays() async throws {
        try await House.withWriter(in: try TemporaryFolder()) { house in
            try await house.writer.open(house.newRequest())
            let end = house.follower.position
            // All but the last two are made two years older.
            try await house.store.pool.write { database in
                try database.execute(
                    sql: "UPDATE journal SET at = at - ? WHERE position <= ?",
                    arguments: [731 * 86_400_000, end - 2]
                )
            }
            let young = house.clock.now.adding(milliseconds: -730 * 86_400_000)
            #expect(try await house.store.journalCut(before: young, limit: 10_000) == end - 2)
            #expect(try await house.store.journalCut(before: Timestamp(milliseconds: 0), limit: 10_000) == nil)
            #expect(try await house.store.journalCut(before: young, limit: 1) == end - 1)
        }
    }

    @Test func whoIsForgottenWhileACheckpointIsMadeIsNotInIt() async throws {
        try await House.withWriter(in: try TemporaryFolder()) { house in
            let off = MemberChange(isOnDuty: false)
            for id in ["m1", "m2"] {
                _ = try await house.writer.submit(.changeMember(MemberID(id), off), by: .system)
            }
            let before = house.clock.now
            let prepared = try await house.store.prepareCheckpoint(at: house.follower.position)
            #expect(prepared.checkpoint.members.map(\.id.text) == ["m1", "m2"])
            let erasure = try #require(try await house.store.erasure(ofMember: MemberID("m1"), at: house.clock.now))
            _ = try await house.writer.submit(.forgetMember(MemberID("m1")), by: .system) { _, _ in
                [.forgotten(erasure)]
            }
            _ = try await house.writer.write([
                .swept(.checkpointStarted(id: prepared.id, prepared.checkpoint.frame, policyDigest: nil, at: before)),
                .swept(.checkpointMembers(id: prepared.id, prepared.checkpoint.members)),
                .swept(.checkpointInForce(id: prepared.id)),
            ])
            let members = try await house.store.pool.read { database in
                try String.fetchAll(database, sql: "SELECT member_id FROM checkpoint_member")
            }
            #expect(members == ["m2"])
            #expect(try await house.difference() == nil)
        }
    }
}
