package import Geospatial

/// A village: where it lies and to which township it belongs.
package struct Village: Hashable, Sendable {
    package let code: String
    package let name: String
    package let townshipCode: String
    package let township: String
    package let coordinate: Coordinate

    package init(code: String, name: String, townshipCode: String, township: String, coordinate: Coordinate) {
        self.code = code
        self.name = name
        self.townshipCode = townshipCode
        self.township = township
        self.coordinate = coordinate
    }
}
