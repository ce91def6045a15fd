/// The entries of ``NearestIndex`` in flat arrays, leaf by leaf.
///
/// Every leaf owns one bucket of ``NearestIndex/leafCapacity`` neighbouring positions and fills it from the front, so a
/// search reads a leaf's entries in one run. Freed buckets are kept for the next leaf.
struct NearestBuckets: Sendable {
    var points: ContiguousArray<Vector3> = []
    var traits: ContiguousArray<UInt64> = []
    var slots: ContiguousArray<Int32> = []

    /// The leaf that owns each bucket; meaningless while the bucket is free.
    private(set) var leaves: ContiguousArray<Int32> = []

    private(set) var freeBuckets: ContiguousArray<Int32> = []

    /// The first position of a bucket.
    static func start(of bucket: Int) -> Int {
        bucket * NearestIndex.leafCapacity
    }

    /// The leaf that holds a position.
    func leaf(at position: Int) -> Int {
        Int(leaves[position / NearestIndex.leafCapacity])
    }

    mutating func allocate(for leaf: Int) -> Int {
        if let free = freeBuckets.popLast() {
            leaves[Int(free)] = Int32(leaf)
            return Int(free)
        }
        leaves.append(Int32(leaf))
        points.append(contentsOf: repeatElement(.zero, count: NearestIndex.leafCapacity))
        traits.append(contentsOf: repeatElement(0, count: NearestIndex.leafCapacity))
        slots.append(contentsOf: repeatElement(-1, count: NearestIndex.leafCapacity))
        return leaves.count - 1
    }

    mutating func free(_ bucket: Int) {
        freeBuckets.append(Int32(bucket))
    }

    func entry(at position: Int) -> NearestEntry {
        NearestEntry(point: points[position], traits: traits[position], slot: slots[position])
    }

    mutating func setEntry(_ entry: NearestEntry, at position: Int) {
        points[position] = entry.point
        traits[position] = entry.traits
        slots[position] = entry.slot
    }
}
