import DispatchStore
import DispatchWire
import Foundation
import GRDB
import Glibc
import Simulation
import TestSupport
import Testing

extension EndToEndTests {
    private static let copies = 8
    /// Answers between two copies.
    private static let answersBetween = 3...60

    /// Given by hand to play a failure again.
    private static let copySeed =
        ProcessInfo.processInfo.environment["ARRIVED_COPY_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...9_999)

    /// The files as they lie there at any moment, without the daemon's help: the database and its WAL, copied while the
    /// process stands still, hold every request that was answered 201.
    @Test func whatWasAnsweredIsInTheFilesAtAnyMoment() async throws {
        let seed = Self.copySeed
        print("stopped copies: ARRIVED_COPY_SEED=\(seed)")
        var random = SeededGenerator(seed: seed)
        let streets = NoticeStreets(count: 2)
        try await TestCounty.with(countyCode: InventedCounty.code, answer: streets.take) { county in
            let rounds = try KillRounds(county, seed: seed)
            try await rounds.bringIn()
            try await withThrowingTaskGroup { group in
                for caller in rounds.callers {
                    group.addTask {
                        var caller = caller
                        try await caller.work()
                    }
                }
                for (number, notices) in streets.notices.enumerated() {
                    let responder = rounds.responder(number)
                    group.addTask {
                        var responder = responder
                        try await responder.work(notices)
                    }
                }
                // Also when a check throws: the clients must go home, or the group never ends.
                let result: Result<Void, any Error>
                do {
                    for copy in 1...Self.copies {
                        let answers = Int.random(in: Self.answersBetween, using: &random)
                        let ledger = rounds.ledger
                        try await within(.seconds(120), "\(answers) answers") { await ledger.answers(answers) }
                        try await check(county, ledger, "copy \(copy), seed \(seed)")
                    }
                    result = .success(())
                } catch {
                    result = .failure(error)
                }
                rounds.gate.end()
                streets.end()
                try await group.waitForAll()
                try result.get()
            }
            #expect(rounds.ledger.promises.surprises.isEmpty)
            #expect(rounds.ledger.promises.requests.count > Self.copies)
        }
    }

    /// Stops the daemon in whatever it is doing, copies its files, lets it go on, and looks at the copy.
    private func check(_ county: TestCounty, _ ledger: Ledger, _ place: String) async throws {
        try await TestFolder.with { folder in
            let promised: Ledger.Promises
            do {
                try await county.pause()
                defer { county.resume() }
                for name in ["store.db", "store.db-wal", "store.db.key"] {
                    try FileManager.default.copyItem(atPath: county.folder.file(name), toPath: folder.file(name))
                }
                // All that a client knows by now was answered before the stop.
                promised = ledger.promises
            }
            let store = try Store.open(StoreFiles(database: folder.file("store.db")))
            let (verdict, stored) = try await store.pool.read { database in
                (
                    try String.fetchAll(database, sql: "PRAGMA integrity_check"),
                    try String.fetchSet(database, sql: "SELECT id FROM help_request")
                )
            }
            #expect(verdict == ["ok"], "\(place)")
            #expect(stored.isSuperset(of: promised.requests.values), "a 201 is lost; \(place)")
            try store.close()
        }
    }
}
