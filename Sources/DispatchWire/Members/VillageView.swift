/// A village of the county.
package struct VillageView: Hashable, Sendable, Codable {
    package var code: String
    package var name: String
    package var townshipCode: String
    package var township: String
    package var latitude: Double
    package var longitude: Double

    package init(
        code: String,
        name: String,
        townshipCode: String,
        township: String,
        latitude: Double,
        longitude: Double
    ) {
        self.code = code
        self.name = name
        self.townshipCode = townshipCode
        self.township = township
        self.latitude = latitude
        self.longitude = longitude
    }
}
