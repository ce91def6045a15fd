package import Geospatial

/// A household of the invented county, as the list for import has it.
package struct InventedHousehold: Sendable {
    package let id: String
    package let name: String
    /// A few share one with the household before them: grown-up children who answer for two.
    package let phone: String
    package let villageCode: String
    package let address: String
    package let coordinate: Coordinate
    package let notation: PlaceNotation
    /// Ids of the members who look after it, all of its own village; the first is the contact proper.
    package let contacts: [String]
    package let notes: String
}
