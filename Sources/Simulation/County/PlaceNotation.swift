/// How a row of an import list writes its place.
package enum PlaceNotation: Sendable {
    /// In degrees of WGS-84.
    case wgs84
    /// As read off a phone or a map in China.
    case gcj02
    /// Not at all: the village's point counts.
    case none
}
