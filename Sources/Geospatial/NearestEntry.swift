/// One entry on its way into a bucket of ``NearestIndex``.
struct NearestEntry: Sendable {
    let point: Vector3
    let traits: UInt64
    let slot: Int32

    /// Where the entry lies along the axis that is being divided; scratch space of a build.
    var key = 0.0

    init(point: Vector3, traits: UInt64, slot: Int32) {
        self.point = point
        self.traits = traits
        self.slot = slot
    }
}

extension ContiguousArray<NearestEntry> {
    /// Reorders a range so that no key before `middle` is above the one at `middle`, and none after it below.
    ///
    /// Hoare's FIND (“Algorithm 65”, Communications of the ACM 4, 1961) with the median of three as the pivot: linear
    /// time, equal keys included, since they are spread over both sides. Orders made to defeat the pivot run out of
    /// rounds and are sorted, so the worst case is n log n.
    mutating func select(_ middle: Int, in range: Range<Int>) {
        var low = range.lowerBound
        var high = range.upperBound - 1
        // A round keeps about 0.6 of its range, so an ordinary selection takes 1.4 rounds for each halving.
        var roundsLeft = 4 * (Int.bitWidth - range.count.leadingZeroBitCount)
        while low < high {
            guard roundsLeft > 0 else {
                self[low...high].sort { $0.key < $1.key }
                return
            }
            roundsLeft -= 1
            let pivot = medianKey(low, (low + high) / 2, high)
            var left = low
            var right = high
            while left <= right {
                while self[left].key < pivot { left += 1 }
                while pivot < self[right].key { right -= 1 }
                guard left <= right else { break }
                swapAt(left, right)
                left += 1
                right -= 1
            }
            // Now right < left, keys up to `right` are at most the pivot, from `left` at least, between them equal to it.
            if middle <= right {
                high = right
            } else if middle >= left {
                low = left
            } else {
                return
            }
        }
    }

    private func medianKey(_ first: Int, _ second: Int, _ third: Int) -> Double {
        let one = self[first].key
        let two = self[second].key
        let three = self[third].key
        return Swift.max(Swift.min(one, two), Swift.min(Swift.max(one, two), three))
    }
}
