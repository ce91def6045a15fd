internal import Glibc

/// A point in space; a place on the earth is one on the unit sphere.
///
/// The squared straight line (chord) between two places grows with their great-circle distance, so the order by one is
/// the order by the other, without trigonometry and without seams at the poles and the antimeridian.
struct Vector3: Equatable, Sendable {
    enum Axis: UInt8, Sendable {
        case x
        case y
        case z
    }

    var x: Double
    var y: Double
    var z: Double

    static let zero = Vector3(x: 0, y: 0, z: 0)

    init(x: Double, y: Double, z: Double) {
        self.x = x
        self.y = y
        self.z = z
    }

    /// The point of a place. The same place has the same point, bit for bit, however it is written: a pole under every
    /// longitude, the antimeridian from both sides.
    init(_ place: Coordinate) {
        if abs(place.latitude) == 90 {
            self.init(x: 0, y: 0, z: place.latitude.sign == .plus ? 1 : -1)
            return
        }
        let phi = place.latitude.radians
        let lambda = (place.longitude == -180 ? 180 : place.longitude).radians
        self.init(x: cos(phi) * cos(lambda), y: cos(phi) * sin(lambda), z: sin(phi))
    }

    func squaredDistance(to other: Vector3) -> Double {
        let dx = x - other.x
        let dy = y - other.y
        let dz = z - other.z
        return dx * dx + dy * dy + dz * dz
    }

    subscript(axis: Axis) -> Double {
        switch axis {
        case .x: x
        case .y: y
        case .z: z
        }
    }

    /// The great-circle distance that belongs to a squared chord of the unit sphere.
    static func distanceMeters(squaredChord: Double) -> Double {
        // Rounding may lift antipodes above 1, where the arc sine ends.
        2 * Coordinate.meanEarthRadiusMeters * asin(min(1, squaredChord.squareRoot() / 2))
    }
}
