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
                    try await house.submitSome(&commands, upTo: Self.togetherLimit)
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
        await sweeper.sweep(at: house.clock.now)
    }
}
