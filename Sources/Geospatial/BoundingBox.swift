/// The smallest box, sides along the axes, around some points; around none it is inside out.
struct BoundingBox: Equatable, Sendable {
    var low: Vector3
    var high: Vector3

    /// Around no points: infinitely far from everything, and neutral in a union.
    static let empty = BoundingBox(
        low: Vector3(x: .infinity, y: .infinity, z: .infinity),
        high: Vector3(x: -.infinity, y: -.infinity, z: -.infinity)
    )

    mutating func enclose(_ point: Vector3) {
        formUnion(BoundingBox(low: point, high: point))
    }

    mutating func formUnion(_ other: BoundingBox) {
        low.x = min(low.x, other.low.x)
        low.y = min(low.y, other.low.y)
        low.z = min(low.z, other.low.z)
        high.x = max(high.x, other.high.x)
        high.y = max(high.y, other.high.y)
        high.z = max(high.z, other.high.z)
    }

    func contains(_ point: Vector3) -> Bool {
        low.x <= point.x && point.x <= high.x
            && low.y <= point.y && point.y <= high.y
            && low.z <= point.z && point.z <= high.z
    }

    /// The squared distance from a point to the nearest point of the box, 0 inside.
    ///
    /// The same subtractions, squares and sums in the same order as ``Vector3/squaredDistance(to:)``. Rounding keeps
    /// order, so the result is never above that of a point in the box, not even in the last bit, and skipping a box by
    /// it is exact.
    func squaredDistance(to point: Vector3) -> Double {
        let dx = max(low.x - point.x, point.x - high.x, 0)
        let dy = max(low.y - point.y, point.y - high.y, 0)
        let dz = max(low.z - point.z, point.z - high.z, 0)
        return dx * dx + dy * dy + dz * dz
    }

    var widestAxis: Vector3.Axis {
        let dx = high.x - low.x
        let dy = high.y - low.y
        let dz = high.z - low.z
        if dx >= dy, dx >= dz { return .x }
        return dy >= dz ? .y : .z
    }
}
