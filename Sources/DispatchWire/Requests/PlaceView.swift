/// Where a request is: its village and a point in WGS-84.
package struct PlaceView: Hashable, Sendable, Codable {
    package var villageCode: String
    package var village: String
    package var township: String
    package var latitude: Double
    package var longitude: Double

    package init(villageCode: String, village: String, township: String, latitude: Double, longitude: Double) {
        self.villageCode = villageCode
        self.village = village
        self.township = township
        self.latitude = latitude
        self.longitude = longitude
    }
}
