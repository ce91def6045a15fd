import Geospatial
import TestSupport
import Testing

@Suite
struct CoordinateSystemTests {
    @Test(arguments: [
        ("WGS-84", CoordinateSystem.wgs84), ("wgs84", .wgs84), ("Wgs-84", .wgs84), ("", .wgs84),
        ("GCJ-02", .gcj02), ("gcj02", .gcj02), ("BD-09", .bd09), ("bd09", .bd09),
    ])
    func namesAreFoundInAnyCaseAndWithoutHyphen(name: String, system: CoordinateSystem) {
        #expect(CoordinateSystem(name: name) == system)
    }

    @Test(arguments: ["WGS-72", "GCJ", "84", "EPSG:4326", "北京"])
    func unknownNamesAreNotGuessed(name: String) {
        #expect(CoordinateSystem(name: name) == nil)
    }

    /// The test vectors of eviltransform.
    @Test(arguments: [
        (31.1774276, 121.5272106, 31.175_303_983_645_97, 121.531_541_859_215),
        (22.543847, 113.912316, 22.540_796_131_694_766, 113.917_176_480_836_3),
        (39.911954, 116.377817, 39.913_345_455_360_69, 116.384_047_224_556_57),
    ])
    func gcj02AgreesWithPublishedVectors(
        latitude: Double,
        longitude: Double,
        shiftedLatitude: Double,
        shiftedLongitude: Double
    ) throws {
        let place = try Coordinate(latitude: latitude, longitude: longitude)
        #expect(abs(place.gcj02.latitude - shiftedLatitude) < 1e-9)
        #expect(abs(place.gcj02.longitude - shiftedLongitude) < 1e-9)
        let back = try CoordinateSystem.gcj02.toWGS84(latitude: shiftedLatitude, longitude: shiftedLongitude)
        #expect(abs(back.latitude - latitude) < 1e-9)
        #expect(abs(back.longitude - longitude) < 1e-9)
    }

    /// The test vectors of coordtransform, which go WGS-84 → GCJ-02 → BD-09 from one point.
    @Test
    func bd09AgreesWithPublishedVectors() throws {
        let place = try Coordinate(latitude: 39.915, longitude: 116.404)
        #expect(abs(place.gcj02.latitude - 39.916_404_281_501_64) < 1e-9)
        #expect(abs(place.gcj02.longitude - 116.410_244_499_169_38) < 1e-9)
        #expect(abs(place.bd09.latitude - 39.922_699_552_216_216) < 1e-9)
        #expect(abs(place.bd09.longitude - 116.416_627_243_787_33) < 1e-9)

        // The point that GCJ-02 calls 39.915, 116.404.
        let shifted = try CoordinateSystem.gcj02.toWGS84(latitude: 39.915, longitude: 116.404)
        #expect(abs(shifted.bd09.latitude - 39.921_336_993_510_21) < 1e-9)
        #expect(abs(shifted.bd09.longitude - 116.410_369_493_710_29) < 1e-9)
    }

    @Test
    func everyPlaceInChinaComesBackToItself() throws {
        let seed: UInt64 = 130_533
        var generator = SeededGenerator(seed: seed)
        for round in 0..<20_000 {
            let place = try Coordinate(
                latitude: .random(in: 18...53.5, using: &generator),
                longitude: .random(in: 73.5...135, using: &generator)
            )
            let fromPhone = try CoordinateSystem.gcj02.toWGS84(
                latitude: place.gcj02.latitude,
                longitude: place.gcj02.longitude
            )
            let fromBaidu = try CoordinateSystem.bd09.toWGS84(
                latitude: place.bd09.latitude,
                longitude: place.bd09.longitude
            )
            try #require(place.distanceMeters(to: fromPhone) < 0.001, "seed \(seed), round \(round), \(place)")
            try #require(place.distanceMeters(to: fromBaidu) < 0.001, "seed \(seed), round \(round), \(place)")
        }
    }

    /// On 105° E the slope of the shift is infinite, so the iteration has the least to hold on to.
    @Test(arguments: [-1e-6, -1e-9, -1e-12, 0, 1e-12, 1e-9, 1e-6])
    func theSteepMeridianComesBackToo(offset: Double) throws {
        let place = try Coordinate(latitude: 33.3, longitude: 105 + offset)
        let back = try CoordinateSystem.gcj02.toWGS84(
            latitude: place.gcj02.latitude,
            longitude: place.gcj02.longitude
        )
        #expect(place.distanceMeters(to: back) < 0.001)
    }

    /// On the maps of Weixian, GCJ-02 was measured 566 m east and 96 m north of WGS-84, a mean over 797 places. The
    /// published formula shifts by 512–553 m and 29–91 m there, depending on the place, so it meets the measured mean to
    /// some tens of metres: right in direction and size, and no proof of more.
    @Test(arguments: [(36.9755, 115.2668), (37.1692, 115.4034), (36.85, 115.35), (37.05, 115.3)])
    func theShiftInTheCountyHasTheMeasuredDirectionAndSize(latitude: Double, longitude: Double) throws {
        let place = try Coordinate(latitude: latitude, longitude: longitude)
        let east = try Coordinate(latitude: latitude, longitude: place.gcj02.longitude)
        let north = try Coordinate(latitude: place.gcj02.latitude, longitude: longitude)
        #expect(place.gcj02.longitude > longitude)
        #expect(place.gcj02.latitude > latitude)
        #expect(abs(place.distanceMeters(to: east) - 566) < 60)
        #expect(abs(place.distanceMeters(to: north) - 96) < 60)
    }

    @Test(arguments: [(48.8584, 2.2945), (-33.0, -71.6), (35.0, 140.0), (0, 0), (90, 180), (-90, -180)])
    func outsideChinaNothingIsShifted(latitude: Double, longitude: Double) throws {
        let place = try Coordinate(latitude: latitude, longitude: longitude)
        #expect(place.gcj02 == (latitude, longitude))
        #expect(place.bd09 == (latitude, longitude))
        for system in CoordinateSystem.allCases {
            #expect(try system.toWGS84(latitude: latitude, longitude: longitude) == place)
        }
    }

    @Test(arguments: CoordinateSystem.allCases)
    func numbersThatAreNoPlaceAreRefusedInEverySystem(system: CoordinateSystem) {
        let error = #expect(throws: CoordinateError.self) {
            try system.toWGS84(latitude: 115.26, longitude: 36.98)
        }
        #expect(error?.axis == .latitude)
        #expect(error?.value == 115.26)
        #expect(throws: CoordinateError.self) {
            try system.toWGS84(latitude: 36.98, longitude: .nan)
        }
    }
}
