/// The tree of ``NearestIndex`` in flat arrays, one element per node.
///
/// Two siblings lie side by side, so an inner node names one number for both and a search finds both boxes in one
/// place. Freed pairs are kept for the next split.
struct NearestNodes: Sendable {
    /// The plane an inner node divides space by: what is below goes to its first child, what is above to its second, and
    /// what lies on it to either, so that many entries at one point can be divided too.
    struct Plane: Sendable {
        let axis: Vector3.Axis
        let value: Double
    }

    static let root = 0

    /// The smallest box around all entries below.
    var boxes: ContiguousArray<BoundingBox> = [.empty]

    /// The OR of the traits of all entries below.
    var traits: ContiguousArray<UInt64> = [0]

    /// The number of entries below.
    var counts: ContiguousArray<Int32> = [0]

    /// Meaningful in inner nodes only.
    var planes: ContiguousArray<Plane> = [Plane(axis: .x, value: 0)]

    /// The node above; -1 for the root.
    private var parents: ContiguousArray<Int32> = [-1]

    /// The first child of an inner node, or the complement of the number of a leaf's bucket.
    private var links: ContiguousArray<Int32> = [~0]

    private(set) var freePairs: ContiguousArray<Int32> = []

    var capacity: Int { links.count }

    func parent(of node: Int) -> Int? {
        parents[node] < 0 ? nil : Int(parents[node])
    }

    /// The first of the two children, the second being the next number; nil for a leaf.
    func firstChild(of node: Int) -> Int? {
        links[node] < 0 ? nil : Int(links[node])
    }

    /// The bucket of a leaf; asking an inner node is a bug in the caller.
    func bucket(of leaf: Int) -> Int {
        precondition(links[leaf] < 0, "node \(leaf) is no leaf and has no bucket")
        return Int(~links[leaf])
    }

    mutating func setBucket(_ bucket: Int, of node: Int) {
        links[node] = ~Int32(bucket)
    }

    /// Makes a node an inner one with two new children, and returns the first.
    mutating func split(_ node: Int, along plane: Plane) -> Int {
        let first: Int
        if let free = freePairs.popLast() {
            first = Int(free)
        } else {
            first = capacity
            boxes.append(contentsOf: repeatElement(.empty, count: 2))
            traits.append(contentsOf: repeatElement(0, count: 2))
            counts.append(contentsOf: repeatElement(0, count: 2))
            planes.append(contentsOf: repeatElement(plane, count: 2))
            parents.append(contentsOf: repeatElement(0, count: 2))
            links.append(contentsOf: repeatElement(~0, count: 2))
        }
        parents[first] = Int32(node)
        parents[first + 1] = Int32(node)
        links[node] = Int32(first)
        planes[node] = plane
        return first
    }

    /// Gives back the two children that begin with `first`; nothing may refer to them any more.
    mutating func freePair(_ first: Int) {
        freePairs.append(Int32(first))
    }

    /// Derives an inner node's box and traits from its two children.
    mutating func combine(_ node: Int, from first: Int) {
        var box = boxes[first]
        box.formUnion(boxes[first + 1])
        boxes[node] = box
        traits[node] = traits[first] | traits[first + 1]
    }
}
