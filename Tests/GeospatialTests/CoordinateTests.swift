import Geospatial
import TestSupport
import Testing

@Suite
struct CoordinateTests {
    @Test(arguments: [
        (0.0, 0.0), (90, 180), (-90, -180), (36.98, 115.26), (-0.0, -0.0),
    ])
    func everyPlaceOnTheMapIsTaken(latitude: Double, longitude: Double) throws {
        let place = try Coordinate(latitude: latitude, longitude: longitude)
        #expect(place.latitude == latitude)
        #expect(place.longitude == longitude)
    }

    @Test(arguments: [
        (90.000_001, 0.0, CoordinateError.Axis.latitude),
        (-90.000_001, 0, .latitude),
        (.nan, 0, .latitude),
        (.infinity, 0, .latitude),
        (0, 180.000_001, .longitude),
        (0, -180.000_001, .longitude),
        (0, .nan, .longitude),
        (0, -.infinity, .longitude),
    ])
    func whatIsNoPlaceIsRefusedByAxis(latitude: Double, longitude: Double, axis: CoordinateError.Axis) {
        let error = #expect(throws: CoordinateError.self) {
            try Coordinate(latitude: latitude, longitude: longitude)
        }
        #expect(error?.axis == axis)
        let value = axis == .latitude ? latitude : longitude
        #expect(error?.value.bitPattern == value.bitPattern)
    }

    @Test
    func swappedNumbersAreToldApartFromWrongOnes() {
        let swapped = #expect(throws: CoordinateError.self) {
            try Coordinate(latitude: 115.26, longitude: 36.98)
        }
        #expect(
            swapped?.description == "latitude 115.26: must be within -90...90 degrees; the two numbers look swapped"
        )
        let wrong = #expect(throws: CoordinateError.self) {
            try Coordinate(latitude: 369.8, longitude: 115.26)
        }
        #expect(wrong?.description == "latitude 369.8: must be within -90...90 degrees")
    }

    @Test(arguments: [
        // A degree of a great circle is a 360th of the circumference, anywhere on the equator or a meridian.
        (0.0, 0.0, 0.0, 1.0, 111_195.08),
        (36, 115, 37, 115, 111_195.08),
        (0, 179.5, 0, -179.5, 111_195.08),
        (89.5, 20, 89.5, -160, 111_195.08),
        // A quarter and a half of the circumference.
        (0, 0, 90, 77, 10_007_557.22),
        (90, 0, -90, 0, 20_015_114.44),
        (30, 60, -30, -120, 20_015_114.44),
        // The Wikipedia article “Great-circle navigation” goes from Valparaíso to Shanghai over 168.56°.
        (-33, -71.6, 31.4, 121.8, 18_743_000),
    ])
    func distancesAreThoseOfTheSphere(
        latitude: Double,
        longitude: Double,
        otherLatitude: Double,
        otherLongitude: Double,
        meters: Double
    ) throws {
        let one = try Coordinate(latitude: latitude, longitude: longitude)
        let other = try Coordinate(latitude: otherLatitude, longitude: otherLongitude)
        let tolerance = meters == 18_743_000 ? 1000 : 0.01
        #expect(abs(one.distanceMeters(to: other) - meters) < tolerance)
        #expect(one.distanceMeters(to: other) == other.distanceMeters(to: one))
    }

    @Test
    func neighborsAreMeasuredToTheMillimeter() throws {
        let door = try Coordinate(latitude: 36.98, longitude: 115.26)
        let next = try Coordinate(latitude: 36.98 + 1e-7, longitude: 115.26)
        #expect(abs(door.distanceMeters(to: next) - 0.011_119_5) < 1e-6)
        #expect(door.distanceMeters(to: door) == 0)
    }
}
