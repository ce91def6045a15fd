package import DispatchCore
package import Geospatial
package import TestSupport

/// A few invented villages and members, few enough that everybody is in everybody's way.
package struct SmallCounty {
    package static let words = ["vehicle", "first-aid", "lifting"]
    package static let code = "900000"
    package static let utcOffsetSeconds = 8 * 3600

    package let villages: [Village]
    /// All who could be on a roster; a given roster holds some of them.
    package let entries: [Roster.Entry]
    /// One village has a desk, one township, now and then the county; some are rung by hand.
    package let desks: [Desk]

    /// - Parameters:
    ///   - endpointIDs: Endpoints to share among the members; some members have none.
    ///   - hasFallbacks: Whether some have a second one.
    package init(
        memberCount: Int,
        endpointIDs: [Int64],
        hasFallbacks: Bool = true,
        using generator: inout SeededGenerator
    ) throws {
        let points = try (0..<3).map { number in
            try Coordinate(latitude: 36.9 + 0.01 * Double(number), longitude: 115.2 + 0.012 * Double(number))
        }
        villages = points.enumerated().map { number, point in
            Village(
                code: "90010\(number)",
                name: "\(number + 1)号测试村",
                townshipCode: "9001",
                township: "测试镇",
                coordinate: point
            )
        }
        var entries: [Roster.Entry] = []
        for number in 0..<memberCount {
            entries.append(
                try Self.entry(
                    number,
                    among: villages,
                    endpointIDs: endpointIDs,
                    hasFallback: hasFallbacks && number % 3 == 0,
                    using: &generator
                )
            )
        }
        self.entries = entries
        let candidates = [
            Desk(id: DeskID("d-branch"), level: .branch, code: villages[0].code, endpointID: endpointIDs.first),
            Desk(
                id: DeskID("d-township"),
                level: .township,
                code: "9001",
                endpointID: Bool.random(using: &generator) ? endpointIDs.last : nil
            ),
            Desk(id: DeskID("d-county"), level: .county, code: Self.code, endpointID: endpointIDs.last),
        ]
        desks = candidates.filter { _ in Int.random(in: 0..<4, using: &generator) > 0 }
    }

    private static func entry(
        _ number: Int,
        among villages: [Village],
        endpointIDs: [Int64],
        hasFallback: Bool,
        using generator: inout SeededGenerator
    ) throws -> Roster.Entry {
        let village = villages[Int.random(in: villages.indices, using: &generator)]
        let isUnreachable = Int.random(in: 0..<8, using: &generator) == 0
        let endpoint = isUnreachable ? nil : endpointIDs.randomElement(using: &generator)
        return Roster.Entry(
            id: MemberID("m\(number)"),
            villageCode: village.code,
            // Some share the village's point, so that equal distances happen.
            home: Bool.random(using: &generator) ? nil : try point(near: village.coordinate, using: &generator),
            capabilities: words.filter { _ in Bool.random(using: &generator) },
            transport: Transport.allCases.randomElement(using: &generator) ?? .walk,
            endpointID: endpoint,
            fallbackEndpointID: hasFallback ? endpoint.flatMap { first in endpointIDs.first { $0 != first } } : nil,
            capacity: Int.random(in: 0..<6, using: &generator) == 0 ? 2 : 1,
            quietHours: Int.random(in: 0..<6, using: &generator) == 0
                ? QuietHours(fromMinute: 1_320, untilMinute: 360) : nil,
            exemptCategories: Int.random(in: 0..<8, using: &generator) == 0 ? ["errand"] : []
        )
    }

    /// A point within a few hundred metres.
    package static func point(near center: Coordinate, using generator: inout SeededGenerator) throws -> Coordinate {
        try Coordinate(
            latitude: center.latitude + .random(in: -0.003...0.003, using: &generator),
            longitude: center.longitude + .random(in: -0.003...0.003, using: &generator)
        )
    }

    /// The roster with everybody.
    package var roster: Roster { Roster(villages: villages, entries: entries, desks: desks) }

    /// A roster without some of them, and with one whose means of travel has changed.
    package func changedRoster(using generator: inout SeededGenerator) -> Roster {
        var kept = entries.filter { _ in Int.random(in: 0..<5, using: &generator) > 0 }
        if let position = kept.indices.randomElement(using: &generator) {
            let old = kept[position]
            kept[position] = Roster.Entry(
                id: old.id,
                villageCode: old.villageCode,
                home: old.home,
                capabilities: old.capabilities,
                transport: Transport.allCases.randomElement(using: &generator) ?? .walk,
                endpointID: old.endpointID,
                fallbackEndpointID: old.fallbackEndpointID,
                capacity: old.capacity,
                quietHours: old.quietHours,
                exemptCategories: old.exemptCategories
            )
        }
        return Roster(villages: villages, entries: kept, desks: desks)
    }
}
