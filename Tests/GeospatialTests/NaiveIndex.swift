@testable import Geospatial

/// What ``NearestIndex`` must answer, by looking at every entry: the yardstick of its tests.
struct NaiveIndex {
    struct Entry {
        var coordinate: Coordinate
        var traits: UInt64
    }

    /// By slot; nil where nothing is live.
    var entries: [Entry?]

    var liveSlots: [Int] {
        entries.indices.filter { entries[$0] != nil }
    }

    func nearest(
        to coordinate: Coordinate,
        count: Int,
        requiring required: UInt64,
        where isWanted: (Int) -> Bool = { _ in true }
    ) -> [Int] {
        let center = Vector3(coordinate)
        var found: [(squaredChord: Double, slot: Int)] = []
        for (slot, entry) in entries.enumerated() {
            guard let entry, entry.traits & required == required, isWanted(slot) else { continue }
            found.append((Vector3(entry.coordinate).squaredDistance(to: center), slot))
        }
        return found.sorted(by: <).prefix(count).map(\.slot)
    }
}
