import TestSupport
import Testing

@testable import Geospatial

@Suite
struct Vector3Tests {
    @Test
    func onePlaceHasOnePointHoweverItIsWritten() throws {
        let fromTheWest = try Coordinate(latitude: 12.34, longitude: 180)
        let fromTheEast = try Coordinate(latitude: 12.34, longitude: -180)
        #expect(Vector3(fromTheWest) == Vector3(fromTheEast))

        let pole = try Coordinate(latitude: -90, longitude: 0)
        let poleElsewhere = try Coordinate(latitude: -90, longitude: 115)
        #expect(Vector3(pole) == Vector3(poleElsewhere))
        #expect(Vector3(pole) == Vector3(x: 0, y: 0, z: -1))
    }

    /// The search skips a box by its distance, so rounding must never lift that above the distance of a point inside.
    @Test
    func aBoxIsNeverFartherThanAPointInIt() throws {
        let seed: UInt64 = 9
        var generator = SeededGenerator(seed: seed)
        for round in 0..<2000 {
            let world = try InventedWorld(region: .county, using: &generator)
            var box = BoundingBox.empty
            let points = try (0..<5).map { _ in Vector3(try world.place(using: &generator)) }
            for point in points {
                box.enclose(point)
            }
            let center = Vector3(try world.place(using: &generator))
            for point in points {
                try #require(
                    box.squaredDistance(to: center) <= point.squaredDistance(to: center),
                    "seed \(seed), round \(round)"
                )
            }
        }
    }

    @Test
    func nothingIsNearAnEmptyBox() throws {
        let place = Vector3(try Coordinate(latitude: 36.98, longitude: 115.26))
        #expect(BoundingBox.empty.squaredDistance(to: place) == .infinity)
        #expect(!BoundingBox.empty.contains(place))
    }
}
