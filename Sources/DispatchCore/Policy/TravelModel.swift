/// How long a member needs from the offer to the door.
package struct TravelModel: Equatable, Sendable {
    /// Straight line to road. Range 1…3.
    package var roadFactor: Double
    /// Acceptance to setting out, in seconds: the published median of responders by app (Region der Lebensretter, 2024).
    package var turnoutSeconds: Double
    /// Metres per second on the road.
    package var walkMetersPerSecond: Double
    package var bicycleMetersPerSecond: Double
    package var ebikeMetersPerSecond: Double
    package var carMetersPerSecond: Double

    package init(
        roadFactor: Double = 1.3,
        turnoutSeconds: Double = 105,
        walkMetersPerSecond: Double = 1.8,
        bicycleMetersPerSecond: Double = 3.5,
        ebikeMetersPerSecond: Double = 5.5,
        carMetersPerSecond: Double = 8.5
    ) {
        self.roadFactor = roadFactor
        self.turnoutSeconds = turnoutSeconds
        self.walkMetersPerSecond = walkMetersPerSecond
        self.bicycleMetersPerSecond = bicycleMetersPerSecond
        self.ebikeMetersPerSecond = ebikeMetersPerSecond
        self.carMetersPerSecond = carMetersPerSecond
    }

    package func metersPerSecond(_ transport: Transport) -> Double {
        switch transport {
        case .walk: walkMetersPerSecond
        case .bicycle: bicycleMetersPerSecond
        case .ebike: ebikeMetersPerSecond
        case .car: carMetersPerSecond
        }
    }

    /// Seconds from the offer to the arrival of somebody `distanceMeters` away as the crow flies.
    package func etaSeconds(distanceMeters: Double, by transport: Transport) -> Double {
        turnoutSeconds + distanceMeters * roadFactor / metersPerSecond(transport)
    }
}
