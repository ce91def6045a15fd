extension NearestIndex {
    /// The nearest entries that have all required traits, nearest first and among equals by slot; fewer than `count`
    /// when there are no more.
    ///
    /// - Parameters:
    ///   - count: How many; 0 finds none, and a negative number is a bug in the caller.
    ///   - required: Bits an entry must all have; 0 asks for nothing, and finds entries without traits too.
    ///   - isWanted: A last question, by slot, asked at most once about an entry and only about those that would be in
    ///     the answer as far as the search has come. What it refuses was walked past, so what can be a trait should be.
    package func nearest(
        to coordinate: Coordinate,
        count: Int,
        requiring required: UInt64,
        where isWanted: (Int) -> Bool = { _ in true }
    ) -> [Neighbor] {
        search(around: coordinate, count: count, requiring: required, where: isWanted).neighbors
    }

    /// What ``nearest(to:count:requiring:where:)`` looks at for the same question: the same search, counted.
    package func effort(
        to coordinate: Coordinate,
        count: Int,
        requiring required: UInt64,
        where isWanted: (Int) -> Bool = { _ in true }
    ) -> SearchEffort {
        search(around: coordinate, count: count, requiring: required, where: isWanted).effort
    }

    private func search(
        around coordinate: Coordinate,
        count: Int,
        requiring required: UInt64,
        where isWanted: (Int) -> Bool
    ) -> (neighbors: [Neighbor], effort: SearchEffort) {
        precondition(count >= 0, "\(count) neighbors cannot be found")
        let root = NearestNodes.root
        guard count > 0, nodes.traits[root] & required == required else { return ([], SearchEffort()) }
        var progress = Progress(
            center: Vector3(coordinate),
            required: required,
            candidates: NearestCandidates(limit: count)
        )
        visit(root, &progress, isWanted)
        return (progress.candidates.neighbors(), progress.effort)
    }

    /// How far a search has come.
    private struct Progress {
        let center: Vector3
        let required: UInt64
        var candidates: NearestCandidates
        var effort = SearchEffort()
    }

    /// Goes down the nearer side first, which soon makes the bound tight, and then the farther if it is still in reach.
    private func visit(_ node: Int, _ progress: inout Progress, _ isWanted: (Int) -> Bool) {
        progress.effort.nodes += 1
        guard let first = nodes.firstChild(of: node) else {
            examine(node, &progress, isWanted)
            return
        }
        let distance = self.squaredDistance(to: first, progress)
        let otherDistance = self.squaredDistance(to: first + 1, progress)
        let isFirstNearer = distance <= otherDistance
        // At exactly the bound an entry may still get in by its lower slot.
        if min(distance, otherDistance) <= progress.candidates.bound {
            visit(isFirstNearer ? first : first + 1, &progress, isWanted)
        }
        if max(distance, otherDistance) <= progress.candidates.bound {
            visit(isFirstNearer ? first + 1 : first, &progress, isWanted)
        }
    }

    /// The squared chord from the center to a node's box; infinite, which no bound reaches, where a required trait is
    /// missing from all entries below.
    private func squaredDistance(to node: Int, _ progress: borrowing Progress) -> Double {
        guard nodes.traits[node] & progress.required == progress.required else { return .infinity }
        return nodes.boxes[node].squaredDistance(to: progress.center)
    }

    private func examine(_ leaf: Int, _ progress: inout Progress, _ isWanted: (Int) -> Bool) {
        let count = Int(nodes.counts[leaf])
        let start = NearestBuckets.start(of: nodes.bucket(of: leaf))
        progress.effort.entries += count
        for position in start..<start + count {
            guard buckets.traits[position] & progress.required == progress.required else { continue }
            let squaredChord = buckets.points[position].squaredDistance(to: progress.center)
            let slot = Int(buckets.slots[position])
            if progress.candidates.admits(slot: slot, squaredChord: squaredChord), isWanted(slot) {
                progress.candidates.insert(slot: slot, squaredChord: squaredChord)
            }
        }
    }
}
