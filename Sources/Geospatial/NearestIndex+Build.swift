extension NearestIndex {
    /// Makes a childless node the root of a balanced tree over a range of entries.
    ///
    /// Halving by number rather than by place keeps the depth logarithmic even when all entries share one point.
    mutating func build(_ node: Int, from entries: inout ContiguousArray<NearestEntry>, in range: Range<Int>) {
        nodes.counts[node] = Int32(range.count)
        guard range.count > Self.leafCapacity else {
            fillLeaf(node, with: entries[range])
            return
        }
        var box = BoundingBox.empty
        for position in range {
            box.enclose(entries[position].point)
        }
        let axis = box.widestAxis
        for position in range {
            entries[position].key = entries[position].point[axis]
        }
        let middle = range.lowerBound + range.count / 2
        entries.select(middle, in: range)
        let first = nodes.split(node, along: NearestNodes.Plane(axis: axis, value: entries[middle].key))
        build(first, from: &entries, in: range.lowerBound..<middle)
        build(first + 1, from: &entries, in: middle..<range.upperBound)
        nodes.combine(node, from: first)
    }

    /// Builds the subtree under a node anew, with one more entry if there is one to take in.
    mutating func rebuild(_ node: Int, adding entry: NearestEntry? = nil) {
        var entries: ContiguousArray<NearestEntry> = []
        entries.reserveCapacity(Int(nodes.counts[node]) + 1)
        dissolve(node, into: &entries)
        if let entry {
            entries.append(entry)
        }
        build(node, from: &entries, in: entries.indices)
    }

    /// Derives a leaf's box and traits from its entries.
    mutating func summarizeLeaf(_ leaf: Int) {
        let start = NearestBuckets.start(of: nodes.bucket(of: leaf))
        var box = BoundingBox.empty
        var traits: UInt64 = 0
        for position in start..<start + Int(nodes.counts[leaf]) {
            box.enclose(buckets.points[position])
            traits |= buckets.traits[position]
        }
        nodes.boxes[leaf] = box
        nodes.traits[leaf] = traits
    }

    private mutating func fillLeaf(_ leaf: Int, with entries: ContiguousArray<NearestEntry>.SubSequence) {
        let bucket = buckets.allocate(for: leaf)
        nodes.setBucket(bucket, of: leaf)
        for (position, entry) in zip(NearestBuckets.start(of: bucket)..., entries) {
            buckets.setEntry(entry, at: position)
            positions[Int(entry.slot)] = Int32(position)
        }
        summarizeLeaf(leaf)
    }

    /// Gathers the entries under a node and gives back all that held them, but not the node itself.
    private mutating func dissolve(_ node: Int, into entries: inout ContiguousArray<NearestEntry>) {
        if let first = nodes.firstChild(of: node) {
            dissolve(first, into: &entries)
            dissolve(first + 1, into: &entries)
            nodes.freePair(first)
        } else {
            let bucket = nodes.bucket(of: node)
            let start = NearestBuckets.start(of: bucket)
            for position in start..<start + Int(nodes.counts[node]) {
                entries.append(buckets.entry(at: position))
            }
            buckets.free(bucket)
        }
    }
}
