import TestSupport
import Testing

@testable import Geospatial

/// Random worlds and random edits, after each of which the index must agree with the naive answer, slot by slot.
@Suite
struct NearestIndexModelTests {
    @Test(arguments: InventedWorld.Region.allCases)
    func answersLikeLookingAtEveryEntry(region: InventedWorld.Region) throws {
        for seed in UInt64(1)...100 {
            try play(region, seed: seed)
        }
    }

    private func play(_ region: InventedWorld.Region, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let world = try InventedWorld(region: region, using: &generator)
        let size = [0, 1, 5, 16, 17, 60, 200][Int.random(in: 0...6, using: &generator)]
        var entries: [(coordinate: Coordinate, traits: UInt64)] = []
        for _ in 0..<size {
            entries.append((try world.place(using: &generator), traits(using: &generator)))
        }
        var index = NearestIndex(entries)
        var naive = NaiveIndex(
            entries: entries.map { NaiveIndex.Entry(coordinate: $0.coordinate, traits: $0.traits) }
        )
        try compare(index, naive, world, &generator, "\(region), seed \(seed), as built")

        // Worlds that grow, worlds that shrink to nothing, and worlds that stay.
        let growth = Int.random(in: 0...2, using: &generator)
        for step in 0..<60 {
            try edit(&index, &naive, world, growth: growth, &generator)
            try compare(index, naive, world, &generator, "\(region), seed \(seed), step \(step)")
        }
    }

    private func edit(
        _ index: inout NearestIndex,
        _ naive: inout NaiveIndex,
        _ world: InventedWorld,
        growth: Int,
        _ generator: inout SeededGenerator
    ) throws {
        let live = naive.liveSlots
        let slot = live.randomElement(using: &generator)
        switch (Int.random(in: 0..<8, using: &generator), slot) {
        case (0...growth, _), (_, nil):
            let entry = NaiveIndex.Entry(
                coordinate: try world.place(using: &generator),
                traits: traits(using: &generator)
            )
            let slot = index.insert(entry.coordinate, traits: entry.traits)
            if slot == naive.entries.count {
                naive.entries.append(entry)
            } else {
                try #require(naive.entries[slot] == nil, "slot \(slot) was given out twice")
                naive.entries[slot] = entry
            }
        case (3, let slot?):
            index.remove(slot)
            naive.entries[slot] = nil
        case (4, let slot?):
            let traits = traits(using: &generator)
            index.setTraits(traits, at: slot)
            naive.entries[slot]?.traits = traits
        case (5, let slot?):
            let place = try world.place(near: index.coordinate(at: slot), using: &generator)
            index.move(slot, to: place)
            naive.entries[slot]?.coordinate = place
        case (_, let slot?):
            let place = try world.place(using: &generator)
            index.move(slot, to: place)
            naive.entries[slot]?.coordinate = place
        }
    }

    private func compare(
        _ index: NearestIndex,
        _ naive: NaiveIndex,
        _ world: InventedWorld,
        _ generator: inout SeededGenerator,
        _ moment: String
    ) throws {
        do {
            try index.checkInvariants()
        } catch {
            Issue.record("\(error) (\(moment))")
            throw error
        }
        let live = naive.liveSlots
        try #require(index.count == live.count, "\(moment)")
        if let slot = live.randomElement(using: &generator) {
            try #require(index.coordinate(at: slot) == naive.entries[slot]?.coordinate, "\(moment)")
            try #require(index.traits(at: slot) == naive.entries[slot]?.traits, "\(moment)")
        }
        let center = try world.place(using: &generator)
        let count = [0, 1, 3, 8, 64, 1000][Int.random(in: 0...5, using: &generator)]
        let required: UInt64 = [0, 0b1, 0b11, 0b100, 0b1000][Int.random(in: 0...4, using: &generator)]
        let refused = Int.random(in: 1...5, using: &generator)
        let wanted: (Int) -> Bool = { $0 % refused != 1 }
        let found = index.nearest(to: center, count: count, requiring: required, where: wanted)
        let expected = naive.nearest(to: center, count: count, requiring: required, where: wanted)
        try #require(found.map(\.slot) == expected, "\(moment)")
        for (neighbor, next) in zip(found, found.dropFirst()) {
            try #require(neighbor.distanceMeters <= next.distanceMeters, "\(moment)")
        }
        for neighbor in found {
            let meters = center.distanceMeters(to: index.coordinate(at: neighbor.slot))
            // A nanometre in rounding becomes decimetres between antipodes, where both formulas lose their footing.
            let tolerance = meters > 19_000_000 ? 1 : 0.000_1
            try #require(abs(neighbor.distanceMeters - meters) < tolerance, "\(moment)")
        }
    }

    private func traits(using generator: inout SeededGenerator) -> UInt64 {
        [0, 0b1, 0b10, 0b11, 0b111, 1 << 63][Int.random(in: 0...5, using: &generator)]
    }
}
