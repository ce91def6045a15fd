package import DispatchCore
package import DispatchStore
package import DispatchTestSupport
import Geospatial

/// A store of an invented county in a folder of its own.
package enum StoreFixture {
    package static let foundedAt = Timestamp(milliseconds: 1_759_900_000_000)
    package static let tokenID = "operator"

    package static func files(in folder: TemporaryFolder) -> StoreFiles {
        StoreFiles(database: folder.path("county.db"))
    }

    package static var founding: Store.Founding {
        Store.Founding(
            countyCode: SmallCounty.code,
            utcOffsetSeconds: SmallCounty.utcOffsetSeconds,
            isDemo: false,
            administrator: BearerToken(
                random: Array(repeating: 7, count: 32),
                id: tokenID,
                name: "first administrator",
                role: .administrator,
                townshipCode: nil,
                at: foundedAt.asWall
            ).record,
            tokenKey: Array(0..<32),
            at: foundedAt.asWall
        )
    }

    /// Makes a store and opens it.
    package static func open(in folder: TemporaryFolder) throws -> Store {
        let files = files(in: folder)
        if try !folder.contents.contains("county.db") { try Store.create(files, founding) }
        return try Store.open(files)
    }

    /// Writes the county's lists and puts them in force.
    ///
    /// - Parameters:
    ///   - base: Where the endpoints are; by default where nobody listens.
    ///   - channel: What they are.
    ///   - fallbackPath: Where under `base` what does not arrive goes, for everybody.
    package static func writeRosters(
        of county: SmallCounty,
        to writer: StoreWriter,
        endpointsAt base: String = "http://127.0.0.1:9",
        channel: String = "generic",
        fallbackPath: String? = nil
    ) throws {
        var batch = CommitBatch(expectedPosition: 0)
        batch.records = [
            .editionStarted(id: 1, .villages, at: foundedAt),
            .editionVillages(id: 1, county.villages),
            .editionInForce(id: 1, .villages),
            .editionStarted(id: 2, .members, at: foundedAt),
            .editionMembers(
                id: 2,
                county.entries.map {
                    memberRecord($0, endpointsAt: base, channel: channel, fallbackPath: fallbackPath)
                }
            ),
            .editionInForce(id: 2, .members),
            .editionStarted(id: 3, .households, at: foundedAt),
            .editionHouseholds(id: 3, (0..<20).map { household($0, in: county.villages[$0 % 3].code) }),
            .editionInForce(id: 3, .households),
            .editionStarted(id: 4, .desks, at: foundedAt),
            .editionDesks(id: 4, county.desks.map { deskRecord($0, endpointsAt: base, channel: channel) }),
            .editionInForce(id: 4, .desks),
        ]
        _ = try writer.commit(batch)
    }

    package static func memberRecord(
        _ entry: Roster.Entry,
        endpointsAt base: String = "http://127.0.0.1:9",
        channel: String = "generic",
        fallbackPath: String? = nil
    ) -> MemberRecord {
        let path = fallbackPath ?? entry.fallbackEndpointID.map { String($0) }
        return MemberRecord(
            id: entry.id,
            name: "测试员\(entry.id)",
            phone: "000-00\(entry.id.text.filter(\.isNumber))",
            villageCode: entry.villageCode,
            branch: nil,
            home: entry.home,
            capabilities: entry.capabilities.sorted(),
            transport: entry.transport,
            endpoint: entry.endpointID.map {
                EndpointRecord(url: "\(base)/\($0)", channel: channel, secret: nil)
            },
            fallback: entry.endpointID == nil
                ? nil : path.map { EndpointRecord(url: "\(base)/\($0)", channel: channel, secret: nil) }
        )
    }

    private static func deskRecord(_ desk: Desk, endpointsAt base: String, channel: String) -> DeskRecord {
        DeskRecord(
            id: desk.id,
            level: desk.level,
            code: desk.code,
            name: "测试值班台\(desk.level.rawValue)",
            phone: "0000-9\(desk.level.rawValue.count)",
            endpoint: desk.endpointID.map { EndpointRecord(url: "\(base)/\($0)", channel: channel, secret: nil) }
        )
    }

    package static func household(_ number: Int, in village: String) -> HouseholdRecord {
        HouseholdRecord(
            id: "h\(number)",
            name: "测试户\(number)",
            phone: "0000-00\(number)",
            villageCode: village,
            address: "测试路\(number)号",
            coordinate: nil,
            contacts: [MemberID("m1")],
            notes: ""
        )
    }
}
