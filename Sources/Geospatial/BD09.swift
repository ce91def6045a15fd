internal import Glibc

/// The shift from GCJ-02 to BD-09, the system of Baidu's maps.
///
/// The terms that all open implementations share, as in coordtransform (github.com/wandergis/coordtransform): the
/// degrees are read as a point in the plane, its polar coordinates are disturbed, and a constant is added. The usual
/// way back turns the signs around and misses by half a metre; here it is iterated.
enum BD09 {
    private static let eastDegrees = 0.0065
    private static let northDegrees = 0.006

    /// 3,000 half turns in 180 degrees.
    private static let frequency = Double.pi * 3000 / 180

    static func shifted(_ place: ChinaShift.Degrees) -> ChinaShift.Degrees {
        guard ChinaShift.applies(to: place) else { return place }
        let moved = offset(at: place)
        return (place.latitude + moved.latitude, place.longitude + moved.longitude)
    }

    static func unshifted(_ place: ChinaShift.Degrees) -> ChinaShift.Degrees {
        ChinaShift.undo(place, offset: offset(at:))
    }

    private static func offset(at place: ChinaShift.Degrees) -> ChinaShift.Degrees {
        let x = place.longitude
        let y = place.latitude
        let radius = (x * x + y * y).squareRoot() + 0.000_02 * sin(y * frequency)
        let angle = atan2(y, x) + 0.000_003 * cos(x * frequency)
        return (radius * sin(angle) + northDegrees - y, radius * cos(angle) + eastDegrees - x)
    }
}
