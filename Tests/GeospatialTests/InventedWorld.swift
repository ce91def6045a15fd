import Geospatial
import TestSupport

/// A region of the earth in which a test puts its entries, with points that several of them share.
struct InventedWorld {
    enum Region: CaseIterable {
        case county
        case antimeridian
        case northPole
        case southPole
        case wholeEarth
        case onePoint
    }

    let region: Region
    private var shared: [Coordinate] = []

    init(region: Region, using generator: inout SeededGenerator) throws {
        self.region = region
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            shared.append(try freshPlace(using: &generator))
        }
    }

    /// A place in the region, often one that was given before.
    func place(using generator: inout SeededGenerator) throws -> Coordinate {
        if region == .onePoint {
            return shared[0]
        }
        if Bool.random(using: &generator) {
            return shared[Int.random(in: shared.indices, using: &generator)]
        }
        return try freshPlace(using: &generator)
    }

    /// A place near another one, where a phone might be next.
    func place(near other: Coordinate, using generator: inout SeededGenerator) throws -> Coordinate {
        let latitude = other.latitude + .random(in: -0.002...0.002, using: &generator)
        let longitude = other.longitude + .random(in: -0.002...0.002, using: &generator)
        return try Coordinate(latitude: max(-90, min(90, latitude)), longitude: Self.wrapped(longitude))
    }

    private func freshPlace(using generator: inout SeededGenerator) throws -> Coordinate {
        switch region {
        case .county, .onePoint:
            try place(36.8...37.3, 115.1...115.6, &generator)
        case .antimeridian:
            try place(-20...(-15), 179...181, &generator)
        case .northPole:
            try place(89.9...90, -180...180, &generator)
        case .southPole:
            try place(-90...(-89.9), -180...180, &generator)
        case .wholeEarth:
            try place(-90...90, -180...180, &generator)
        }
    }

    /// On a grid, so that equal distances happen, the poles and the antimeridian included.
    private func place(
        _ latitudes: ClosedRange<Double>,
        _ longitudes: ClosedRange<Double>,
        _ generator: inout SeededGenerator
    ) throws -> Coordinate {
        func onGrid(_ range: ClosedRange<Double>) -> Double {
            let step = Double(Int.random(in: 0...40, using: &generator)) / 40
            return range.lowerBound + step * (range.upperBound - range.lowerBound)
        }
        return try Coordinate(latitude: onGrid(latitudes), longitude: Self.wrapped(onGrid(longitudes)))
    }

    private static func wrapped(_ longitude: Double) -> Double {
        if longitude > 180 { return longitude - 360 }
        return longitude < -180 ? longitude + 360 : longitude
    }
}
