/// Where an invented county's townships and villages lie.
///
/// Township seats are spread evenly over an ellipse; the county is the union of discs around them, an irregular outline
/// with bays. Villages are thrown like darts and kept when no other is too near (Cook, “Stochastic sampling in computer
/// graphics”, ACM TOG 5, 1986: Poisson-disk sampling), which looks like villages that grew among fields.
struct CountyGround: Sendable {
    /// A thousand square kilometres for 520 villages.
    private static let squareMetersPerVillage = 1_940_000.0
    /// No two villages are nearer than this, as long as all of them find a place; their nearest neighbours are about
    /// 1.4 km away then.
    static let villageSpacingMeters = 1_180.0
    /// The least spacing there may be when a county is so cut that there is not room enough.
    static let leastVillageSpacingMeters = 700.0
    /// Darts thrown in vain before the spacing gives way by a hundredth.
    private static let missLimit = 400
    /// A township's disc against a disc of its share of the area: neighbours overlap, the rim bulges.
    private static let townshipBulge = 1.24

    private(set) var seats: [PlanePoint] = []
    /// The first village of each township is its seat.
    private(set) var villages: [(point: PlanePoint, township: Int)] = []

    init(townships: Int, villages count: Int, using random: inout SeededRandom) {
        let area = Self.squareMetersPerVillage * Double(count)
        let townshipArea = area / Double(townships)
        // An ellipse of half axes 4 : 5, somewhat smaller than the county since the discs reach over its rim.
        let unit = (area * 0.78 / (Double.pi * 0.8 * 1.0)).squareRoot()
        let halfAxes = (x: unit * 0.8, y: unit)
        seats = Self.scatter(townships, spacing: townshipArea.squareRoot() * 0.95, using: &random) { random in
            let point = PlanePoint.middle.neighbor(within: 1, using: &random)
            return PlanePoint(x: point.x * halfAxes.x, y: point.y * halfAxes.y)
        }
        let reach = (townshipArea / Double.pi).squareRoot() * Self.townshipBulge
        let seats = seats
        let points = Self.scatter(count, from: seats, spacing: Self.villageSpacingMeters, using: &random) { random in
            random.choice(of: seats).neighbor(within: reach, using: &random)
        }
        villages = points.map { ($0, Self.nearest(to: $0, among: seats)) }
    }

    /// Draws points, each at least `spacing` from all before it; the spacing gives way slowly when there is no room.
    private static func scatter(
        _ count: Int,
        from given: [PlanePoint] = [],
        spacing: Double,
        using random: inout SeededRandom,
        draw: (inout SeededRandom) -> PlanePoint
    ) -> [PlanePoint] {
        var points = given
        var spacing = spacing
        var misses = 0
        while points.count < count {
            let point = draw(&random)
            if points.contains(where: { $0.squaredDistance(to: point) < spacing * spacing }) {
                misses += 1
                if misses == missLimit {
                    spacing *= 0.99
                    misses = 0
                }
            } else {
                points.append(point)
                misses = 0
            }
        }
        return points
    }

    private static func nearest(to point: PlanePoint, among seats: [PlanePoint]) -> Int {
        let distances = seats.map { $0.squaredDistance(to: point) }
        return distances.indices.min { distances[$0] < distances[$1] } ?? 0
    }
}
