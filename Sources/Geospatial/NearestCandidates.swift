/// The best so many entries met during a search, and the distance that a further one must beat.
///
/// A binary heap with the worst on top: an entry costs the logarithm of the number wanted, however many that is.
struct NearestCandidates {
    private struct Candidate {
        let squaredChord: Double
        let slot: Int

        /// The order of the answer: nearest first, and among equals the lower slot.
        static func < (one: Candidate, other: Candidate) -> Bool {
            one.squaredChord != other.squaredChord
                ? one.squaredChord < other.squaredChord : one.slot < other.slot
        }
    }

    private let limit: Int
    private var heap: [Candidate] = []

    /// Above every squared chord, which ends at 4, and below the distance of an empty box.
    private static let noBound = 5.0

    /// The largest squared chord that can still get in. An entry at exactly this one may, by its lower slot.
    private(set) var bound = Self.noBound

    init(limit: Int) {
        precondition(limit > 0, "a search for no neighbors needs no candidates")
        self.limit = limit
        // The limit may be far above what there is to find.
        heap.reserveCapacity(min(limit, 64))
    }

    func admits(slot: Int, squaredChord: Double) -> Bool {
        guard heap.count == limit else { return true }
        return Candidate(squaredChord: squaredChord, slot: slot) < heap[0]
    }

    /// Takes an entry that ``admits(slot:squaredChord:)`` let in, dropping the worst when there is one too many.
    mutating func insert(slot: Int, squaredChord: Double) {
        let candidate = Candidate(squaredChord: squaredChord, slot: slot)
        if heap.count < limit {
            heap.append(candidate)
            siftUp(from: heap.count - 1)
        } else {
            heap[0] = candidate
            siftDownFromTop()
        }
        if heap.count == limit {
            bound = heap[0].squaredChord
        }
    }

    /// The entries held, in the order of the answer.
    func neighbors() -> [Neighbor] {
        heap.sorted(by: <).map {
            Neighbor(slot: $0.slot, distanceMeters: Vector3.distanceMeters(squaredChord: $0.squaredChord))
        }
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[parent] < heap[child] else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func siftDownFromTop() {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, heap[child] < heap[child + 1] {
                child += 1
            }
            guard heap[parent] < heap[child] else { return }
            heap.swapAt(parent, child)
            parent = child
        }
    }
}
