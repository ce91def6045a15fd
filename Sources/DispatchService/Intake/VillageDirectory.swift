package import DispatchCore
package import Geospatial

/// The villages in force, for finding where a caller means.
package struct VillageDirectory: Sendable {
    /// A point farther than this from every village is off the map: villages lie some 1.4 km apart.
    package static let reachMeters = 10_000.0

    /// Ordered by code.
    package let villages: [Village]
    private let byCode: [String: Village]
    private let byName: [String: [Village]]

    package init(_ villages: [Village]) {
        self.villages = villages
        byCode = Dictionary(villages.map { ($0.code, $0) }) { first, _ in first }
        byName = Dictionary(grouping: villages, by: \.name)
    }

    package func village(code: String) -> Village? { byCode[code] }

    package func township(ofVillage code: String) -> String? { byCode[code]?.townshipCode }

    /// Villages of this name, in a township if one is named (by name or code).
    package func villages(named name: String, township: String?) -> [Village] {
        let found = byName[name] ?? byName[Self.withoutSuffix(name)] ?? []
        guard let township else { return found }
        return found.filter { $0.township == township || $0.townshipCode == township }
    }

    /// Villages whose name contains this text, at most `limit`, for suggestions.
    package func villages(containing text: String, limit: Int) -> [Village] {
        Array(villages.lazy.filter { $0.name.contains(text) }.prefix(limit))
    }

    /// The village nearest to a point; nil when the point is off the map.
    package func nearest(to point: Coordinate) -> Village? {
        villages
            .map { ($0, $0.coordinate.distanceMeters(to: point)) }
            .min { $0.1 < $1.1 }
            .flatMap { $0.1 <= Self.reachMeters ? $0.0 : nil }
    }

    /// People say 沙河王庄 and 沙河王庄村 for the same village.
    private static func withoutSuffix(_ name: String) -> String {
        name.count > 1 && name.hasSuffix("村") ? String(name.dropLast()) : name
    }
}
