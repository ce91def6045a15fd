import DispatchCore
import DispatchTestSupport
import Foundation
import Testing

/// Worlds in which anything may happen next; after every step the board must be sound.
///
/// A failing world prints its seed: `ARRIVED_RANDOM_SEED=<seed> ARRIVED_RANDOM_WORLDS=1` plays it alone again.
struct RandomWorldTests {
    /// Enough for each rule to meet each other rule, in some seconds; a soak sets `ARRIVED_RANDOM_WORLDS` higher.
    private static let usualWorldCount = 80
    private static let stepCount = 200

    static var seeds: Range<UInt64> {
        let variables = ProcessInfo.processInfo.environment
        let first = variables["ARRIVED_RANDOM_SEED"].flatMap(UInt64.init) ?? 1
        let count = variables["ARRIVED_RANDOM_WORLDS"].flatMap(UInt64.init) ?? UInt64(usualWorldCount)
        return first..<(first + count)
    }

    @Test(arguments: seeds)
    func aBoardStaysSoundWhateverHappens(seed: UInt64) throws {
        var world = try RandomWorld(seed: seed)
        for step in 0..<Self.stepCount {
            if let fault = try world.takeStep() {
                Issue.record("seed \(seed), step \(step): \(fault)\n\(world.story.suffix(40).joined(separator: "\n"))")
                return
            }
        }
    }

    /// The same in turns that are so short that most of what is due waits for the next.
    @Test(arguments: seeds.lowerBound..<(seeds.lowerBound + UInt64(max(1, seeds.count / 4))))
    func aBoardStaysSoundInTheShortestTurns(seed: UInt64) throws {
        var world = try RandomWorld(seed: seed, turnUnits: 1)
        for step in 0..<Self.stepCount {
            if let fault = try world.takeStep() {
                Issue.record("seed \(seed), step \(step): \(fault)\n\(world.story.suffix(40).joined(separator: "\n"))")
                return
            }
        }
    }

    @Test func theSameSeedTellsTheSameStory() throws {
        var first = try RandomWorld(seed: 7)
        var second = try RandomWorld(seed: 7)
        for _ in 0..<Self.stepCount {
            _ = try first.takeStep()
            _ = try second.takeStep()
        }
        #expect(first.story == second.story)
        #expect(first.story.count > Self.stepCount)
    }
}
