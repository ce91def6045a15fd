extension NearestIndex {
    /// Takes in one more entry and returns its slot, which may be that of a removed one.
    package mutating func insert(_ coordinate: Coordinate, traits: UInt64) -> Int {
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = Int(free)
            coordinates[slot] = coordinate
        } else {
            slot = coordinates.count
            coordinates.append(coordinate)
            positions.append(Self.noPosition)
        }
        attach(NearestEntry(point: Vector3(coordinate), traits: traits, slot: Int32(slot)))
        return slot
    }

    /// Changes the traits of a live entry, in time proportional to the depth at most.
    package mutating func setTraits(_ traits: UInt64, at slot: Int) {
        let position = position(of: slot)
        guard buckets.traits[position] != traits else { return }
        buckets.traits[position] = traits
        let leaf = buckets.leaf(at: position)
        let start = NearestBuckets.start(of: nodes.bucket(of: leaf))
        var union: UInt64 = 0
        for position in start..<start + Int(nodes.counts[leaf]) {
            union |= buckets.traits[position]
        }
        // The nodes above depend on this union alone, so where it is as before the way up ends.
        var node = leaf
        while nodes.traits[node] != union {
            nodes.traits[node] = union
            guard let parent = nodes.parent(of: node), let first = nodes.firstChild(of: parent) else { return }
            union = nodes.traits[first] | nodes.traits[first + 1]
            node = parent
        }
    }

    /// Moves a live entry. A short way, inside its leaf's box, touches that leaf and the nodes above; any other is a
    /// removal and an insertion under the same slot.
    package mutating func move(_ slot: Int, to coordinate: Coordinate) {
        let position = position(of: slot)
        let point = Vector3(coordinate)
        coordinates[slot] = coordinate
        let leaf = buckets.leaf(at: position)
        // The box lies on its side of every plane above, so whatever is inside belongs to this leaf.
        if nodes.boxes[leaf].contains(point) {
            buckets.points[position] = point
            summarizeLeaf(leaf)
            settle(above: leaf, countChange: 0)
        } else {
            let traits = buckets.traits[position]
            detach(slot, at: position)
            attach(NearestEntry(point: point, traits: traits, slot: Int32(slot)))
        }
    }

    /// Removes a live entry; its slot may be given to a later one.
    package mutating func remove(_ slot: Int) {
        detach(slot, at: position(of: slot))
        positions[slot] = Self.noPosition
        freeSlots.append(Int32(slot))
    }

    private mutating func attach(_ entry: NearestEntry) {
        let leaf = leaf(for: entry.point)
        let count = Int(nodes.counts[leaf])
        if count == Self.leafCapacity {
            rebuild(leaf, adding: entry)
        } else {
            let position = NearestBuckets.start(of: nodes.bucket(of: leaf)) + count
            buckets.setEntry(entry, at: position)
            positions[Int(entry.slot)] = Int32(position)
            nodes.counts[leaf] += 1
            nodes.boxes[leaf].enclose(entry.point)
            nodes.traits[leaf] |= entry.traits
        }
        settle(above: leaf, countChange: 1)
    }

    private mutating func detach(_ slot: Int, at position: Int) {
        let leaf = buckets.leaf(at: position)
        nodes.counts[leaf] -= 1
        // The last entry of the leaf fills the hole.
        let last = NearestBuckets.start(of: nodes.bucket(of: leaf)) + Int(nodes.counts[leaf])
        if position != last {
            let entry = buckets.entry(at: last)
            buckets.setEntry(entry, at: position)
            positions[Int(entry.slot)] = Int32(position)
        }
        summarizeLeaf(leaf)
        settle(above: leaf, countChange: -1)
    }

    /// The leaf a point belongs to by the planes; where it lies on one, on the side with fewer entries.
    private func leaf(for point: Vector3) -> Int {
        var node = NearestNodes.root
        while let first = nodes.firstChild(of: node) {
            let plane = nodes.planes[node]
            let value = point[plane.axis]
            if value == plane.value {
                node = nodes.counts[first] <= nodes.counts[first + 1] ? first : first + 1
            } else {
                node = value < plane.value ? first : first + 1
            }
        }
        return node
    }

    /// Brings every node above a changed one up to date, then rebuilds the topmost that has come out of balance.
    private mutating func settle(above changed: Int, countChange: Int32) {
        var worn: Int?
        var node = changed
        while let parent = nodes.parent(of: node), let first = nodes.firstChild(of: parent) {
            nodes.counts[parent] += countChange
            nodes.combine(parent, from: first)
            if isWorn(parent, first) {
                worn = parent
            }
            node = parent
        }
        if let worn {
            rebuild(worn)
        }
    }

    private func isWorn(_ node: Int, _ first: Int) -> Bool {
        let lighter = min(nodes.counts[first], nodes.counts[first + 1])
        let heavier = max(nodes.counts[first], nodes.counts[first + 1])
        return nodes.counts[node] <= Self.mergeThreshold || heavier > Self.imbalanceLimit * lighter
    }
}
