extension NearestIndex {
    /// A sentence about what is wrong inside an index; always a bug of the index itself.
    package struct BrokenInvariant: Error, CustomStringConvertible {
        package let description: String
    }

    /// Checks everything the index believes about itself, for tests and simulations to call after every step; linear.
    package func checkInvariants() throws(BrokenInvariant) {
        var seen = Seen()
        let wholeSpace = BoundingBox(
            low: Vector3(x: -1, y: -1, z: -1),
            high: Vector3(x: 1, y: 1, z: 1)
        )
        try require(nodes.parent(of: NearestNodes.root) == nil, "the root has a parent")
        try check(NearestNodes.root, within: wholeSpace, depth: 0, &seen)
        try require(seen.nodes + 2 * nodes.freePairs.count == nodes.capacity, "nodes were lost or used twice")
        let bucketCount = buckets.leaves.count
        try require(seen.buckets + buckets.freeBuckets.count == bucketCount, "buckets were lost or used twice")
        try require(seen.entries + freeSlots.count == positions.count, "slots were lost or used twice")
        try require(coordinates.count == positions.count, "slots and coordinates differ in number")
        for slot in freeSlots {
            try require(positions[Int(slot)] == Self.noPosition, "free slot \(slot) has a position")
        }
    }

    private struct Seen {
        var nodes = 0
        var buckets = 0
        var entries = 0
    }

    /// Checks a subtree, whose entries must lie in `region`, the part of space that the planes above leave it.
    private func check(_ node: Int, within region: BoundingBox, depth: Int, _ seen: inout Seen) throws(BrokenInvariant)
    {
        seen.nodes += 1
        // Each level keeps at most 4/5 of the entries, and one leaf's worth is never divided again.
        try require(depth <= 64, "node \(node) is too deep")
        var box = BoundingBox.empty
        var traits: UInt64 = 0
        var count: Int32 = 0
        if let first = nodes.firstChild(of: node) {
            let plane = nodes.planes[node]
            let regions = region.divided(along: plane.axis, at: plane.value)
            for (child, region) in [(first, regions.below), (first + 1, regions.above)] {
                try require(nodes.parent(of: child) == node, "node \(child) does not know its parent \(node)")
                try check(child, within: region, depth: depth + 1, &seen)
                box.formUnion(nodes.boxes[child])
                traits |= nodes.traits[child]
                count += nodes.counts[child]
            }
            let lighter = min(nodes.counts[first], nodes.counts[first + 1])
            try require(count - lighter <= Self.imbalanceLimit * lighter, "node \(node) is out of balance")
            try require(count > Self.mergeThreshold, "node \(node) should be a leaf")
        } else {
            count = try checkEntries(of: node, within: region, &seen, &box, &traits)
        }
        try require(nodes.boxes[node] == box, "the box of node \(node) is not that of its entries")
        try require(nodes.traits[node] == traits, "the traits of node \(node) are not the OR of those below")
        try require(nodes.counts[node] == count, "node \(node) miscounts its entries")
    }

    private func checkEntries(
        of leaf: Int,
        within region: BoundingBox,
        _ seen: inout Seen,
        _ box: inout BoundingBox,
        _ traits: inout UInt64
    ) throws(BrokenInvariant) -> Int32 {
        let bucket = nodes.bucket(of: leaf)
        let count = Int(nodes.counts[leaf])
        try require((0...Self.leafCapacity).contains(count), "leaf \(leaf) is overfull")
        seen.buckets += 1
        seen.entries += count
        let start = NearestBuckets.start(of: bucket)
        for position in start..<start + count {
            let entry = buckets.entry(at: position)
            let slot = Int(entry.slot)
            try require(buckets.leaf(at: position) == leaf, "bucket \(bucket) does not know its leaf \(leaf)")
            try require(positions.indices.contains(slot), "position \(position) holds unknown slot \(slot)")
            try require(positions[slot] == Int32(position), "slot \(slot) does not know its position")
            try require(Vector3(coordinates[slot]) == entry.point, "slot \(slot) is not at its coordinate")
            try require(region.contains(entry.point), "slot \(slot) is on the wrong side of a plane")
            box.enclose(entry.point)
            traits |= entry.traits
        }
        return Int32(count)
    }

    private func require(
        _ holds: Bool,
        _ sentence: @autoclosure () -> String
    ) throws(BrokenInvariant) {
        guard holds else { throw BrokenInvariant(description: sentence()) }
    }
}

extension BoundingBox {
    /// The two parts of the box on either side of a plane, which belongs to both.
    fileprivate func divided(along axis: Vector3.Axis, at value: Double) -> (below: BoundingBox, above: BoundingBox) {
        var below = self
        var above = self
        switch axis {
        case .x:
            below.high.x = value
            above.low.x = value
        case .y:
            below.high.y = value
            above.low.y = value
        case .z:
            below.high.z = value
            above.low.z = value
        }
        return (below, above)
    }
}
