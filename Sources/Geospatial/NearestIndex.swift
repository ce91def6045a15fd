/// Finds the nearest entries that have all required traits, exactly, without walking past those that have not.
///
/// Entries are members at places; traits are a bit mask whose bits the caller defines. A balanced k-d tree over points
/// on the unit sphere keeps, in every node, the box around the entries below and the OR of their traits. A search skips
/// a subtree that is too far or lacks a required bit, so those who are off duty cost nothing however near they live.
///
/// The OR of a subtree may hold bits that no single entry in it has together. Give an entry that cannot be chosen at all
/// the traits 0, rather than all its traits but one, and searches stay as short as they can be.
///
/// Answers are in exact great-circle order, entries at equal distance by ascending slot. They depend on the live entries
/// alone, never on the edits that led there. A value type: a copy is a snapshot.
package struct NearestIndex: Sendable {
    /// The most entries in a leaf. With fewer the tree is deeper, with more a search looks at more entries in vain;
    /// between 8 and 32 the difference is small.
    package static let leafCapacity = 16

    /// A leaf's worth of entries under several leaves is gathered into one when it has come down to this many: half the
    /// capacity, so that one more entry does not undo the work.
    package static let mergeThreshold = leafCapacity / 2

    /// A subtree is rebuilt when one side holds more than this many times as many entries as the other.
    ///
    /// Edits keep every box, count and OR exact; all they can wear out is the balance. Rebuilding the topmost subtree out
    /// of balance makes its halves equal, and it takes edits in proportion to its size to bring it out again, so an edit
    /// costs O(log² n) on average and the depth stays below log(n) / log(5/4). (Overmars, “The Design of Dynamic Data
    /// Structures”, 1983: partial rebuilding.) The dearest single edit rebuilds the whole tree, once in many thousands.
    package static let imbalanceLimit: Int32 = 4

    /// By slot: where each live entry is. The last place of a removed entry stays until its slot is used again.
    var coordinates: ContiguousArray<Coordinate> = []

    /// By slot: the position in the buckets, or ``noPosition`` when the slot is free.
    var positions: ContiguousArray<Int32> = []

    var freeSlots: ContiguousArray<Int32> = []

    var nodes = NearestNodes()
    var buckets = NearestBuckets()

    static let noPosition: Int32 = -1

    /// Builds an index in which the entry at position i has slot i, in O(n log n).
    package init(_ entries: [(coordinate: Coordinate, traits: UInt64)]) {
        var gathered: ContiguousArray<NearestEntry> = []
        gathered.reserveCapacity(entries.count)
        coordinates.reserveCapacity(entries.count)
        for (slot, entry) in entries.enumerated() {
            coordinates.append(entry.coordinate)
            gathered.append(NearestEntry(point: Vector3(entry.coordinate), traits: entry.traits, slot: Int32(slot)))
        }
        positions = ContiguousArray(repeating: Self.noPosition, count: entries.count)
        build(NearestNodes.root, from: &gathered, in: gathered.indices)
    }

    /// The number of live entries.
    package var count: Int {
        Int(nodes.counts[NearestNodes.root])
    }

    /// The place of a live entry, as it was given.
    package func coordinate(at slot: Int) -> Coordinate {
        _ = position(of: slot)
        return coordinates[slot]
    }

    /// The traits of a live entry.
    package func traits(at slot: Int) -> UInt64 {
        buckets.traits[position(of: slot)]
    }

    /// Where a live entry lies. Slots come from this index, so asking for one that is not live is a bug in the caller.
    func position(of slot: Int) -> Int {
        precondition(positions.indices.contains(slot), "slot \(slot) was never given out")
        let position = positions[slot]
        precondition(position != Self.noPosition, "slot \(slot) is not live")
        return Int(position)
    }
}
