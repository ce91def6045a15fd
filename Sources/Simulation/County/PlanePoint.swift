import Geospatial

/// A point on the plane that the invented county is drawn on, in metres from its middle.
///
/// Everything is drawn with sums, products and square roots alone, which IEEE 754 defines to the last bit, so a seed
/// gives the same county everywhere; sines and logarithms differ between C libraries.
struct PlanePoint: Equatable, Sendable {
    /// To the east.
    var x: Double
    /// To the north.
    var y: Double

    static let middle = PlanePoint(x: 0, y: 0)

    /// The county's middle in degrees: the plain of southern Hebei, where villages look like this.
    private static let middleLatitude = 36.97
    private static let middleLongitude = 115.25
    /// A degree of latitude on the sphere of mean radius, and of longitude at the middle's latitude (its cosine is
    /// 0.798950): 30 km away the error is a few metres per kilometre.
    private static let metersPerDegreeLatitude = 111_195.08
    private static let metersPerDegreeLongitude = 88_839.3

    func squaredDistance(to other: PlanePoint) -> Double {
        let dx = other.x - x
        let dy = other.y - y
        return dx * dx + dy * dy
    }

    /// A point of the disc around this one, each equally likely.
    func neighbor(within meters: Double, using random: inout SeededRandom) -> PlanePoint {
        while true {
            let dx = random.number(from: -meters, to: meters)
            let dy = random.number(from: -meters, to: meters)
            if dx * dx + dy * dy <= meters * meters { return PlanePoint(x: x + dx, y: y + dy) }
        }
    }

    /// The place in degrees, rounded to six decimals (a decimetre) as the lists write it.
    var coordinate: Coordinate {
        func rounded(_ degrees: Double) -> Double { (degrees * 1e6).rounded() / 1e6 }
        do {
            return try Coordinate(
                latitude: rounded(Self.middleLatitude + y / Self.metersPerDegreeLatitude),
                longitude: rounded(Self.middleLongitude + x / Self.metersPerDegreeLongitude)
            )
        } catch {
            preconditionFailure("the invented county lies on the map: \(error)")
        }
    }
}
