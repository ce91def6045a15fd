package import Geospatial

/// Where help is needed: a village and the point to go to (WGS-84).
package struct Place: Hashable, Sendable {
    package let villageCode: String
    package let coordinate: Coordinate

    package init(villageCode: String, coordinate: Coordinate) {
        self.villageCode = villageCode
        self.coordinate = coordinate
    }
}
