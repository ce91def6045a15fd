import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport
import TestSupport
import Testing

/// Memory, tables and journal tell one story, whatever happens and whenever the daemon is restarted.
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
                    if let difference = try await house.difference() {
                        Issue.record("seed \(seed), life \(life), round \(round): \(difference)")
                        return
                    }
                }
            }
        }
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
                        if case .openRequest(let new) = command {
                            try await writer.open(new)
                        } else {
                            _ = try await writer.submit(command, by: actor)
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
