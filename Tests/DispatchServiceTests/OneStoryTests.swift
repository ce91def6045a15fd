import DispatchCore
import DispatchStore
import DispatchTestSupport
import TestSupport
import Testing

@testable import DispatchService

/// Memory, tables and journal tell one story, whatever happens and whenever the daemon is restarted, and also when the
/// journal's beginning is a checkpoint.
struct OneStoryTests {
    /// Commands that are submitted at once, so that they meet in one batch.
    private static let togetherLimit = 6

    @Test(arguments: UInt64(1)...4)
    func memoryTablesAndJournalAgreeAcrossRestarts(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        var commands = RandomCommands(
            county: try House.county(memberCount: 12),
            includesShellCommands: false,
            generator: SeededGenerator(seed: seed)
        )
        for life in 0..<3 {
            // A second of this clock is a millisecond, so deadlines pass meanwhile.
            try await House.withWriter(in: folder, rate: 1000) { house in
                for round in 0..<25 {
                    try await submitSome(&commands, to: house)
                    if round % 6 == 5 { await prune(house, keeping: commands.roll(60)) }
                    if let difference = try await house.difference() {
                        Issue.record("seed \(seed), life \(life), round \(round): \(difference)")
                        return
                    }
                }
                #expect(try await house.store.oldestJournalPosition() > 1, "it was pruned")
            }
        }
    }

    private func prune(_ house: House, keeping limit: Int) async {
        var retention = Retention()
        retention.personalDays = 0
        retention.journalLimit = limit
        let sweeper = Sweeper(
            store: house.store,
            writer: house.writer,
            retention: retention,
            clock: house.clock,
            logger: House.logger
        )
        await sweeper.sweep(at: house.clock.now)
    }

    private func submitSome(_ commands: inout RandomCommands, to house: House) async throws {
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
                        switch command {
                        case .openRequest(let new): try await writer.open(new)
                        case .forgetMember(let id): try await writer.forget(.member(id), by: command, actor)
                        case .forgetHousehold(let id, _):
                            try await writer.forget(.household(id), by: command, actor)
                        case _: _ = try await writer.submit(command, by: actor)
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

extension WriterLoop {
    /// Forgets somebody as the dispatcher does.
    fileprivate func forget(
        _ subject: Erasure.Subject,
        by command: Command,
        _ actor: Actor
    ) async throws(SubmissionFailure) {
        _ = try await submit(command, by: actor) { outcome, at in
            var erasure = Erasure(subject, at: at)
            if case .erased(let ids) = outcome { erasure.requestIDs = ids }
            return [.forgotten(erasure)]
        }
    }
}
