/// What the two Chinese shifts share: where they apply, and how they are undone.
enum ChinaShift {
    typealias Degrees = (latitude: Double, longitude: Double)

    /// Where the shifts apply; the rectangle that implementations agree on, wider than the country.
    static let latitudes = 0.8293...55.8271
    static let longitudes = 72.004...137.8347

    /// When the way back has arrived, in degrees: a tenth of a millimetre.
    static let toleranceDegrees = 1e-9

    /// The most steps on the way back. Each brings the rest down to a fortieth or less, so 0.01 degrees take about six;
    /// the rest is room for the one meridian, 105° E, where the shift of GCJ-02 has an infinite slope.
    static let stepLimit = 30

    static func applies(to place: Degrees) -> Bool {
        latitudes.contains(place.latitude) && longitudes.contains(place.longitude)
    }

    /// The place that `offset` moves to `shifted`, found by fixed-point iteration.
    ///
    /// At the rim of the rectangle the shift begins suddenly. What came from inside goes back there; any other place was
    /// never shifted and stays.
    static func undo(_ shifted: Degrees, offset: (Degrees) -> Degrees) -> Degrees {
        var place = shifted
        for _ in 0..<stepLimit {
            let moved = offset(place)
            let next = (shifted.latitude - moved.latitude, shifted.longitude - moved.longitude)
            let step = max(abs(next.0 - place.latitude), abs(next.1 - place.longitude))
            place = next
            if step < toleranceDegrees { break }
        }
        return applies(to: place) ? place : shifted
    }
}
