import CurlTransport
import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport
import GRDB
import StoreTestSupport
import TestSupport
import Testing

/// What the writer loop has answered is there after a power loss, whatever else was under way.
struct PowerLossTests {
    private static let cuts = 24
    /// Submissions at once, so that several share a commit.
    private static let togetherLimit = 6
    private static let operationsToCut = 1_000

    /// What callers had been told when the power went.
    private struct Promises: Sendable {
        var position: Int64 = 0
        var requests: Set<RequestID> = []
    }

    @Test func whatTheWriterHasAnsweredSurvivesAPowerLoss() async throws {
        let seed: UInt64 = 21
        let folder = try TemporaryFolder()
        let county = try House.county(memberCount: 12)
        try House.store(in: folder, county: county).close()
        let disk = try PowerLoss(in: folder)
        var commands = RandomCommands(
            county: county,
            includesShellCommands: false,
            generator: SeededGenerator(seed: seed)
        )
        // A second of this clock is a millisecond, so deadlines pass meanwhile.
        try await House.withWriter(in: folder, rate: 1000) { house in
            let promises = Locked(Promises())
            for cut in 0..<Self.cuts {
                let pictures = try disk.cut(
                    after: 1 + commands.roll(Self.operationsToCut),
                    seed: commands.generator.next()
                )
                while !disk.isCut { try await submitSome(&commands, to: house, on: disk, promises) }
                let promised = promises.withLock { $0 }
                try pictures.open { number, store in
                    #expect(try store.unsoundness() == nil, "cut \(cut), picture \(number)")
                    #expect(store.county.journalPosition >= promised.position, "cut \(cut), picture \(number)")
                    let stored = try store.pool.read { try String.fetchSet($0, sql: "SELECT id FROM help_request") }
                    #expect(stored.isSuperset(of: promised.requests.map(\.description)), "cut \(cut), \(number)")
                }
            }
            #expect(promises.withLock { $0.requests.count } >= 8)
        }
        disk.end()
    }

    private func submitSome(
        _ commands: inout RandomCommands,
        to house: House,
        on disk: PowerLoss,
        _ promises: Locked<Promises>
    ) async throws {
        let board = try await house.writer.inspect { $0 }
        var chosen: [(command: Command, actor: Actor)] = []
        for _ in 0...commands.roll(Self.togetherLimit) {
            chosen.append(try commands.next(on: board, at: house.clock.now))
        }
        let writer = house.writer
        try await withThrowingTaskGroup { group in
            for (command, actor) in chosen {
                group.addTask {
                    do throws(SubmissionFailure) {
                        let committed: Committed
                        if case .openRequest(let new) = command {
                            committed = try await writer.open(new)
                        } else {
                            committed = try await writer.submit(command, by: actor)
                        }
                        // Answered before the cut if the cut has not been by now.
                        promises.withLock { promises in
                            guard !disk.isCut else { return }
                            promises.position = max(promises.position, committed.position)
                            if case .opened(let id, _, _) = committed.outcome { promises.requests.insert(id) }
                        }
                    } catch {
                        guard case .refused = error else { throw error }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
