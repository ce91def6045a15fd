import DispatchWire
import Foundation
import GRDB
import Simulation
import TestSupport
import Testing

extension EndToEndTests {
    /// How many rounds; more in the long runs.
    private static let rounds = ProcessInfo.processInfo.environment["ARRIVED_KILL_ROUNDS"].flatMap { Int($0) } ?? 5
    /// Given by hand to play a failure again.
    private static let seed =
        ProcessInfo.processInfo.environment["ARRIVED_KILL_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...9_999)

    /// Calls and answers go on while the daemon is killed again and again; every promise must hold.
    @Test func whatWasAnsweredSurvivesEveryKill() async throws {
        print("kill rounds: \(Self.rounds), ARRIVED_KILL_SEED=\(Self.seed)")
        let streets = NoticeStreets(count: 4)
        try await TestCounty.with(countyCode: InventedCounty.code, answer: streets.take) { county in
            var rounds = try KillRounds(county, seed: Self.seed)
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
                for round in 1...Self.rounds {
                    do {
                        try await rounds.play(round)
                    } catch {
                        Issue.record("round \(round), seed \(Self.seed): \(error)")
                        rounds.gate.end()
                        streets.end()
                        throw error
                    }
                }
                rounds.gate.end()
                streets.end()
                try await group.waitForAll()
            }
            try await rounds.settle()
            try rounds.check(heard: county.notices)
            try expectOneHolderOfEachSeat(county)
        }
    }
}
