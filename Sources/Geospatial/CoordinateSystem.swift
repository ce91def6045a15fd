/// The system a pair of numbers from outside is written in.
///
/// Phones and most maps in China give GCJ-02 and some maps BD-09, which lie 300–600 m beside WGS-84: half a village.
/// Every place where a coordinate enters names its system, and only ``Coordinate``, which is WGS-84, goes further in.
package enum CoordinateSystem: String, CaseIterable, Sendable {
    /// What satellites give; CGCS2000 is the same to a metre.
    case wgs84 = "WGS-84"

    /// What phones and maps in China show.
    case gcj02 = "GCJ-02"

    /// What Baidu's maps show.
    case bd09 = "BD-09"

    /// Finds the system by its name, in any case, with or without the hyphen; an empty name is WGS-84.
    ///
    /// People write `gcj02` and `GCJ-02`, and leave the column empty when they never heard of the question.
    package init?(name: String) {
        let plain = Self.plain(name)
        guard !plain.isEmpty else {
            self = .wgs84
            return
        }
        guard let system = Self.allCases.first(where: { Self.plain($0.rawValue) == plain }) else {
            return nil
        }
        self = system
    }

    /// The place that two numbers of this system mean, or which of the numbers cannot be one.
    ///
    /// The way back has no closed form and is iterated until it moves by less than 1e-9 degrees (0.1 mm), so a place
    /// that was shifted by the published formulas comes back to itself. What the phone's own chip measured is not
    /// better than some metres.
    package func toWGS84(latitude: Double, longitude: Double) throws(CoordinateError) -> Coordinate {
        let given = try Coordinate(latitude: latitude, longitude: longitude)
        let shifted = (latitude: given.latitude, longitude: given.longitude)
        let degrees =
            switch self {
            case .wgs84: shifted
            case .gcj02: GCJ02.unshifted(shifted)
            case .bd09: GCJ02.unshifted(BD09.unshifted(shifted))
            }
        return try Coordinate(latitude: degrees.latitude, longitude: degrees.longitude)
    }

    private static func plain(_ name: String) -> String {
        name.filter { $0 != "-" }.uppercased()
    }
}
