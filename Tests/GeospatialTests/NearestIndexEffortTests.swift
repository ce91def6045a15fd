import TestSupport
import Testing

@testable import Geospatial

/// Searches are counted, not timed: what they look at must not grow with those who cannot be chosen.
@Suite
struct NearestIndexEffortTests {
    private static let available: UInt64 = 0b1

    @Test
    func whoIsUnavailableCostsNothing() throws {
        // The same hundred are available each time, among ever more who are not.
        let few = try worstEffort(unavailable: 1000)
        let many = try worstEffort(unavailable: 10_000)
        #expect(few.entries < 400)
        #expect(many.entries < 400)
        #expect(many.nodes < 300)
    }

    @Test
    func nobodyAvailableIsKnownAtTheRoot() throws {
        let index = NearestIndex(try places(count: 2000, seed: 3).map { ($0, 0) })
        let effort = index.effort(to: try center(), count: 8, requiring: Self.available)
        #expect(effort == SearchEffort())
    }

    @Test
    func goingOffDutyTakesAnEntryOutOfTheWay() throws {
        let places = try places(count: 2000, seed: 4)
        var index = NearestIndex(places.map { ($0, Self.available) })
        for slot in places.indices where slot % 500 != 0 {
            index.setTraits(0, at: slot)
        }
        let effort = index.effort(to: try center(), count: 8, requiring: Self.available)
        #expect(index.nearest(to: try center(), count: 8, requiring: Self.available).count == 4)
        #expect(effort.entries <= 4 * NearestIndex.leafCapacity)
    }

    @Test
    func villagesWhoseMembersShareAPointAreSearchedAsFast() throws {
        let villages = try places(count: 200, seed: 5)
        let members = villages.flatMap { Array(repeating: ($0, Self.available), count: 48) }
        let index = NearestIndex(members)
        let effort = index.effort(to: villages[77], count: 8, requiring: Self.available)
        #expect(effort.entries <= 48 + 4 * NearestIndex.leafCapacity)
        #expect(
            index.nearest(to: villages[77], count: 8, requiring: Self.available).map(\.slot)
                == Array(77 * 48..<77 * 48 + 8)
        )
    }

    @Test
    func insertingInOrderLeavesTheTreeShallow() throws {
        var index = NearestIndex([])
        for step in 0..<3000 {
            let place = try Coordinate(latitude: 36 + Double(step) * 1e-4, longitude: 115)
            _ = index.insert(place, traits: Self.available)
        }
        try index.checkInvariants()
        let middle = try Coordinate(latitude: 36.15, longitude: 115)
        let effort = index.effort(to: middle, count: 8, requiring: Self.available)
        #expect(effort.nodes < 60)
        #expect(effort.entries < 100)
    }

    @Test
    func removingAlmostAllLeavesTheTreeSmall() throws {
        let places = try places(count: 3000, seed: 6)
        var index = NearestIndex(places.map { ($0, Self.available) })
        for slot in places.indices where slot % 1000 != 0 {
            index.remove(slot)
        }
        try index.checkInvariants()
        let effort = index.effort(to: try center(), count: 8, requiring: Self.available)
        #expect(effort == index.effort(to: places[0], count: 8, requiring: Self.available))
        #expect(effort.nodes == 1)
        #expect(effort.entries == 3)
    }

    private func worstEffort(unavailable: Int) throws -> (nodes: Int, entries: Int) {
        let some = try places(count: 100, seed: 1).map { (coordinate: $0, traits: Self.available) }
        let others = try places(count: unavailable, seed: 2).map { (coordinate: $0, traits: UInt64(0)) }
        let index = NearestIndex(some + others)
        var worst = (nodes: 0, entries: 0)
        for place in try places(count: 100, seed: 7) {
            let effort = index.effort(to: place, count: 8, requiring: Self.available)
            worst = (max(worst.nodes, effort.nodes), max(worst.entries, effort.entries))
        }
        return worst
    }

    private func places(count: Int, seed: UInt64) throws -> [Coordinate] {
        var generator = SeededGenerator(seed: seed)
        return try (0..<count).map { _ in
            try Coordinate(
                latitude: .random(in: 36.8...37.3, using: &generator),
                longitude: .random(in: 115.1...115.6, using: &generator)
            )
        }
    }

    private func center() throws -> Coordinate {
        try Coordinate(latitude: 37.05, longitude: 115.35)
    }
}
