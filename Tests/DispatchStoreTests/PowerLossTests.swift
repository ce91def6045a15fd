import DispatchCore
import DispatchStore
import DispatchTestSupport
import GRDB
import PowerLossVFS
import StoreTestSupport
import TestSupport
import Testing

/// A power loss at any moment takes nothing that was answered, and leaves a store that opens.
@Suite(.serialized)
struct PowerLossTests {
    private static let cutsPerSeed = 25
    /// A commit comes to some thirty operations of the file system, and so does a checkpoint of these few pages.
    private static let operationsToCut = 60
    /// Tries that bring up each kind of moment.
    private static let tries = 240
    /// Pages in the WAL before a commit checkpoints; few, so that many checkpoints happen.
    private static let checkpointPages = 40

    /// A random world whose store lies on a disk that loses power.
    private struct World {
        let world: StoreWorld
        let disk: PowerLoss
        var commands: RandomCommands

        init(seed: UInt64) throws {
            var watched: PowerLoss?
            world = try StoreWorld { folder in
                try Store.create(StoreFixture.files(in: folder), StoreFixture.founding)
                watched = try PowerLoss(in: folder)
            }
            disk = try #require(watched)
            commands = RandomCommands(
                county: world.county,
                includesShellCommands: false,
                generator: SeededGenerator(seed: seed)
            )
            try pragma("wal_autocheckpoint = \(PowerLossTests.checkpointPages)")
        }

        func pragma(_ text: String) throws {
            try world.store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA \(text)") }
        }

        /// One commit of whatever happens next.
        mutating func act() throws {
            world.now = commands.pause(on: world.board, at: world.now)
            let (command, actor) = try commands.next(on: world.board, at: world.now)
            do {
                try world.act(command, by: actor)
            } catch is Refusal {
                try world.act(.tick, by: .system)
            }
        }

        mutating func checkpointNowAndThen() throws {
            let modes: [Database.CheckpointMode] = [.passive, .full, .restart, .truncate]
            guard commands.roll(12) == 0 else { return }
            let mode = modes[commands.roll(modes.count)]
            try world.store.pool.writeWithoutTransaction { _ = try $0.checkpoint(mode) }
        }

        func close() throws {
            try world.store.close()
            disk.end()
        }
    }

    /// Each picture opens as any store does, is sound, and is the world as it was at one of these moments.
    private func expect(_ pictures: Pictures, toHold moments: [BoardSnapshot], _ seed: UInt64, _ disk: PowerLoss) throws
    {
        try pictures.open { number, store in
            let place = "seed \(seed), picture \(number), at moment \(disk.moment.rawValue)"
            #expect(try store.unsoundness() == nil, "\(place)")
            let held = try store.loadBoard(policy: .simple).asLoaded
            #expect(moments.contains(held), "\(place): \(moments.compactMap { held.difference(from: $0) })")
        }
    }

    @Test(arguments: UInt64(1)...4)
    func everyAnsweredCommitSurvivesAPowerLoss(seed: UInt64) throws {
        var world = try World(seed: seed)
        for cut in 0..<Self.cutsPerSeed {
            for _ in 0..<world.commands.roll(12) { try world.act() }
            // After a commit has returned it must be there; a cut in the middle may or may not take the one under way.
            if cut % 3 == 0 {
                try world.act()
                let pictures = try world.disk.cut(after: 0, seed: world.commands.generator.next())
                try expect(pictures, toHold: [world.world.board.asLoaded], seed, world.disk)
                continue
            }
            let operations = 1 + world.commands.roll(Self.operationsToCut)
            let pictures = try world.disk.cut(after: operations, seed: world.commands.generator.next())
            var moments: [BoardSnapshot] = []
            while !world.disk.isCut {
                let before = world.world.board.asLoaded
                try world.act()
                moments = [before, world.world.board.asLoaded]
                guard !world.disk.isCut else { break }
                try world.checkpointNowAndThen()
                // Nothing is under way then but the checkpoint.
                moments = [world.world.board.asLoaded]
            }
            try expect(pictures, toHold: moments, seed, world.disk)
        }
        try world.close()
    }

    /// Every kind of moment comes up; otherwise the test above would look at half of them.
    @Test func powerIsLostInTheMiddleOfEverything() throws {
        var world = try World(seed: 7)
        var seen: Set<Int32> = []
        for operations in 1...Self.tries {
            let pictures = try world.disk.cut(after: operations, seed: UInt64(operations))
            while !world.disk.isCut {
                try world.act()
                try world.world.store.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            }
            guard seen.insert(world.disk.moment.rawValue).inserted else { continue }
            try pictures.open { _, store in
                let fault = try store.unsoundness()
                #expect(fault == nil)
            }
        }
        let expected = [
            POWER_LOSS_WRITING_LOG, POWER_LOSS_SYNCING_LOG, POWER_LOSS_WRITING_DATABASE, POWER_LOSS_SYNCING_DATABASE,
            POWER_LOSS_TRUNCATING,
        ].map(\.rawValue)
        #expect(seen.isSuperset(of: expected), "\(seen)")
        try world.close()
    }

    /// Shows that the disk forgets what is not synced: without waiting for it the same commits are lost.
    @Test(arguments: ["NORMAL", "OFF"])
    func whatDoesNotWaitForTheDiskIsLost(synchronous: String) throws {
        var world = try World(seed: 3)
        try world.act()
        let kept = world.world.board.position
        try world.pragma("wal_autocheckpoint = 0")
        try world.pragma("synchronous = \(synchronous)")
        while world.world.board.position < kept + 20 { try world.act() }
        let last = world.world.board.position
        var held: Set<Int64> = []
        for seed in UInt64(1)...8 {
            try world.disk.cut(after: 0, seed: seed).open { number, store in
                let fault = try store.unsoundness()
                #expect(fault == nil)
                if number == 0 { #expect(store.county.journalPosition == kept) }
                held.insert(store.county.journalPosition)
            }
        }
        // Some of it reaches the disk by chance, and never more than there was.
        #expect(held.contains { $0 > kept } && held.allSatisfy { (kept...last).contains($0) }, "\(held)")
        // The same commits with the setting of the daemon stay.
        try world.pragma("synchronous = FULL")
        try world.act()
        let now = world.world.board.position
        try world.disk.cut(after: 0, seed: 1).open { _, store in #expect(store.county.journalPosition == now) }
        try world.close()
    }

    /// Opening brings the schema up to date and counts a writer; the WAL comes and goes.
    @Test func aPowerLossWhileAStoreIsOpenedOrClosedTakesNothing() throws {
        let folder = try TemporaryFolder()
        let files = StoreFixture.files(in: folder)
        try Store.create(files, StoreFixture.founding)
        let disk = try PowerLoss(in: folder)
        var random = SeededGenerator(seed: 11)
        var seen: Set<Int32> = []
        for round in 0..<100 {
            let pictures = try disk.cut(after: 1 + round, seed: random.next())
            var answered: Set<String> = []
            var mayBe: Set<String> = []
            while !disk.isCut {
                let store = try Store.open(files)
                answered = try taken(store)
                let id = "round-\(round)-\(store.county.writerEpoch)"
                if disk.isCut {
                    try store.close()
                    break
                }
                mayBe = [id]
                var batch = CommitBatch(expectedPosition: store.county.journalPosition)
                batch.records = [.answerTaken(id: id, at: StoreFixture.foundedAt)]
                _ = try StoreWriter(store).commit(batch)
                if !disk.isCut {
                    answered.insert(id)
                    mayBe = []
                }
                try store.close()
                // Whoever looks at it with sqlite3 closes it last: that checkpoints, and deletes the WAL.
                let queue = try DatabaseQueue(path: files.database)
                _ = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM county") }
                try queue.close()
            }
            seen.insert(disk.moment.rawValue)
            try pictures.open { _, store in
                #expect(try store.unsoundness() == nil, "round \(round)")
                let held = try taken(store)
                #expect(held.isSuperset(of: answered), "round \(round), at moment \(disk.moment.rawValue)")
                #expect(held.subtracting(answered).isSubset(of: mayBe), "round \(round)")
            }
        }
        #expect(seen.contains(POWER_LOSS_DELETING.rawValue), "\(seen)")
        disk.end()
    }

    private func taken(_ store: Store) throws -> Set<String> {
        try store.pool.read { try String.fetchSet($0, sql: "SELECT id FROM signed_answer") }
    }
}
