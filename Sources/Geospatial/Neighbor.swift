/// One entry that ``NearestIndex`` found, and how far away it is.
package struct Neighbor: Hashable, Sendable {
    /// The entry's slot in the index that found it.
    package let slot: Int

    /// The great-circle distance on the sphere of ``Coordinate/meanEarthRadiusMeters``.
    package let distanceMeters: Double

    package init(slot: Int, distanceMeters: Double) {
        self.slot = slot
        self.distanceMeters = distanceMeters
    }
}
