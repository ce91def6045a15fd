package import DispatchCore
package import Geospatial

/// A member of the invented county, as the list for import has them.
package struct InventedMember: Sendable {
    package let id: String
    package let name: String
    package let phone: String
    package let villageCode: String
    package let branch: String
    package let coordinate: Coordinate
    /// How the list writes the place; empty means “the village's”, and `coordinate` is that.
    package let notation: PlaceNotation
    package let capabilities: [String]
    package let transport: Transport
    /// Nil for those who have no phone that takes messages: to be rung by hand.
    package let endpointPath: String?
}
