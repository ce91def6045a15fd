import DispatchCore

/// A place in the two systems that map programs expect.
///
/// Amap, as every map made in China, reads GCJ-02; a `geo:` address is WGS-84 by its definition (RFC 5870). Mixing them up
/// leads half a village astray, so the caller says both.
package struct MapPoint: Hashable, Sendable {
    package var gcj02Latitude: Double
    package var gcj02Longitude: Double
    package var wgs84Latitude: Double
    package var wgs84Longitude: Double

    package init(gcj02Latitude: Double, gcj02Longitude: Double, wgs84Latitude: Double, wgs84Longitude: Double) {
        self.gcj02Latitude = gcj02Latitude
        self.gcj02Longitude = gcj02Longitude
        self.wgs84Latitude = wgs84Latitude
        self.wgs84Longitude = wgs84Longitude
    }

    /// Opens Amap's program, or its page where that is not installed. Nothing but the point is told.
    var amapURL: String {
        let point = "\(Self.degrees(gcj02Longitude)),\(Self.degrees(gcj02Latitude))"
        return "https://uri.amap.com/navigation?to=\(point)&mode=car&coordinate=gaode&callnative=1"
    }

    var geoURI: String {
        "geo:\(Self.degrees(wgs84Latitude)),\(Self.degrees(wgs84Longitude))"
    }

    /// Six decimal places, a tenth of a metre.
    private static func degrees(_ value: Double) -> String {
        let millionths = Int(nearest: value.magnitude * 1_000_000)
        let fraction = String(millionths % 1_000_000)
        let zeros = String(repeating: "0", count: 6 - fraction.count)
        return "\(value < 0 ? "-" : "")\(millionths / 1_000_000).\(zeros)\(fraction)"
    }
}
