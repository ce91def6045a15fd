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
                while !disk.isCut {
                    try await house.submitSome(&commands, upTo: Self.togetherLimit) { committed in
                        // Answered before the cut if the cut has not been by now.
                        promises.withLock { promises in
                            guard !disk.isCut else { return }
                            promises.position = max(promises.position, committed.position)
                            if case .opened(let id, _, _) = committed.outcome { promises.requests.insert(id) }
                        }
                    }
                }
                let promised = promises.withLock { $0 }
                try pictures.open { number, store in
                    let fault = try store.unsoundness()
                    #expect(fault == nil, "cut \(cut), picture \(number)")
                    #expect(store.county.journalPosition >= promised.position, "cut \(cut), picture \(number)")
                    let stored = try store.pool.read { try String.fetchSet($0, sql: "SELECT id FROM help_request") }
                    #expect(stored.isSuperset(of: promised.requests.map(\.description)), "cut \(cut), \(number)")
                }
            }
            #expect(promises.withLock { !$0.requests.isEmpty })
        }
        disk.end()
    }
}
