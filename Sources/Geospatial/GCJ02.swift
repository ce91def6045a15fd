internal import Glibc

/// The shift from WGS-84 to GCJ-02, the system of phones and maps in China.
///
/// The formula was never published by its makers. These are the terms of the implementation that became known in 2010
/// and that all open ones share, as in eviltransform (github.com/googollee/eviltransform): a shift in metres, then
/// divided by the length of a degree on the ellipsoid of Krasovsky.
enum GCJ02 {
    /// Semi-major axis of the ellipsoid of Krasovsky (1940).
    private static let semiMajorAxisMeters = 6_378_245.0

    /// Squared first eccentricity of the same ellipsoid, in the digits the implementations share.
    private static let squaredEccentricity = 0.006_693_421_622_965_943_23

    static func shifted(_ place: ChinaShift.Degrees) -> ChinaShift.Degrees {
        guard ChinaShift.applies(to: place) else { return place }
        let moved = offset(at: place)
        return (place.latitude + moved.latitude, place.longitude + moved.longitude)
    }

    static func unshifted(_ place: ChinaShift.Degrees) -> ChinaShift.Degrees {
        ChinaShift.undo(place, offset: offset(at:))
    }

    private static func offset(at place: ChinaShift.Degrees) -> ChinaShift.Degrees {
        let east = place.longitude - 105
        let north = place.latitude - 35
        let phi = place.latitude.radians
        let curvature = 1 - squaredEccentricity * sin(phi) * sin(phi)
        let meridianRadius =
            semiMajorAxisMeters * (1 - squaredEccentricity) / (curvature * curvature.squareRoot())
        let parallelRadius = semiMajorAxisMeters / curvature.squareRoot() * cos(phi)
        return (
            northMeters(east: east, north: north) / meridianRadius * 180 / .pi,
            eastMeters(east: east, north: north) / parallelRadius * 180 / .pi
        )
    }

    private static func northMeters(east: Double, north: Double) -> Double {
        let trend =
            -100 + 2 * east + 3 * north + 0.2 * north * north + 0.1 * east * north + 0.2 * abs(east).squareRoot()
        let waves =
            ripple(east) + 20 * wave(north) + 40 * wave(north / 3) + 160 * wave(north / 12) + 320 * wave(north / 30)
        return trend + waves * 2 / 3
    }

    private static func eastMeters(east: Double, north: Double) -> Double {
        let trend = 300 + east + 2 * north + 0.1 * east * east + 0.1 * east * north + 0.1 * abs(east).squareRoot()
        let waves =
            ripple(east) + 20 * wave(east) + 40 * wave(east / 3) + 150 * wave(east / 12) + 300 * wave(east / 30)
        return trend + waves * 2 / 3
    }

    private static func ripple(_ east: Double) -> Double {
        20 * wave(6 * east) + 20 * wave(2 * east)
    }

    private static func wave(_ halfTurns: Double) -> Double {
        sin(halfTurns * .pi)
    }
}
