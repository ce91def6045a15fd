internal import Glibc

/// A place on the earth in degrees of WGS-84.
///
/// Every value is a real place: numbers that are none, or off the map, are refused when it is made, so nobody further in
/// has to ask. A coordinate from a phone or a map in China is not WGS-84; it comes in through ``CoordinateSystem``.
package struct Coordinate: Hashable, Sendable {
    /// Degrees north of the equator, -90...90.
    package let latitude: Double

    /// Degrees east of Greenwich, -180...180. Both ends are the same meridian.
    package let longitude: Double

    /// Mean radius R1 of the earth: (2a + b) / 3 of the GRS 80 ellipsoid, Moritz, “Geodetic Reference System 1980”,
    /// Journal of Geodesy 74 (2000).
    package static let meanEarthRadiusMeters = 6_371_008.8

    static let latitudeBounds = -90.0...90.0
    static let longitudeBounds = -180.0...180.0

    /// Takes a place in degrees of WGS-84, or says which of the two numbers cannot be one and why.
    package init(latitude: Double, longitude: Double) throws(CoordinateError) {
        // NaN is in no range, so these two tests refuse it too.
        guard Self.latitudeBounds.contains(latitude) else {
            let looksSwapped = Self.longitudeBounds.contains(latitude) && Self.latitudeBounds.contains(longitude)
            throw CoordinateError(
                axis: .latitude,
                value: latitude,
                hint: "must be within -90...90 degrees" + (looksSwapped ? "; the two numbers look swapped" : "")
            )
        }
        guard Self.longitudeBounds.contains(longitude) else {
            throw CoordinateError(axis: .longitude, value: longitude, hint: "must be within -180...180 degrees")
        }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// The great-circle distance to another place, in metres on a sphere of the mean radius.
    ///
    /// The haversine formula (Sinnott, “Virtues of the Haversine”, Sky & Telescope 68, 1984), which keeps its precision
    /// between neighbours. The sphere differs from the ellipsoid by at most 0.6%; roads differ from both by far more.
    package func distanceMeters(to other: Coordinate) -> Double {
        let phi = latitude.radians
        let otherPhi = other.latitude.radians
        let halfPhi = sin((otherPhi - phi) / 2)
        let halfLambda = sin((other.longitude - longitude).radians / 2)
        let haversine = halfPhi * halfPhi + cos(phi) * cos(otherPhi) * halfLambda * halfLambda
        // Rounding may lift antipodes above 1, where the arc sine ends.
        return 2 * Self.meanEarthRadiusMeters * asin(min(1, haversine.squareRoot()))
    }
}

extension Double {
    /// This number of degrees in radians.
    var radians: Double { self * .pi / 180 }
}
