extension Coordinate {
    /// This place in degrees of GCJ-02, for links that open a map on a phone in China; itself outside China.
    package var gcj02: (latitude: Double, longitude: Double) {
        GCJ02.shifted((latitude, longitude))
    }

    /// This place in degrees of BD-09, for links that open Baidu's map; itself outside China.
    package var bd09: (latitude: Double, longitude: Double) {
        BD09.shifted(gcj02)
    }
}
