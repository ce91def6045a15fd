import DispatchCore
import DispatchStore
import DispatchTestSupport
import Foundation
import Geospatial
import RosterFiles
import StoreTestSupport
import Testing

@testable import DispatchService

/// Lists brought into force while the service runs: whole or not at all.
struct ImporterTests {
    private static let villageHeader = "code,name,township_code,township,latitude,longitude,crs"
    private static let memberHeader =
        "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret"
    private static let householdHeader = "id,name,phone,village_code,address,latitude,longitude,crs,contacts,notes"
    private static let memberCount = 6
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The members of the county as a file lists them.
    private func rows(_ county: SmallCounty) -> [String] {
        county.entries.map { entry in
            let record = StoreFixture.memberRecord(entry)
            let home = record.home.map { "\($0.latitude),\($0.longitude)" } ?? ","
            return "\(record.id),\(record.name),\(record.phone),\(record.villageCode),,\(home),,"
                + "\(record.capabilities.joined(separator: ";")),\(record.transport.rawValue),"
                + (record.endpoint.map { "\($0.channel),\($0.url)," } ?? ",,")
        }
    }

    @discardableResult
    private func importMembers(
        _ rows: [String],
        into dispatcher: Dispatcher,
        isDryRun: Bool = false,
        removesMissing: Bool = false
    ) async throws -> Importer.Report {
        try await importFile([Self.memberHeader] + rows, .members, into: dispatcher, isDryRun, removesMissing)
    }

    @discardableResult
    private func importFile(
        _ lines: [String],
        _ kind: RosterKind,
        into dispatcher: Dispatcher,
        _ isDryRun: Bool = false,
        _ removesMissing: Bool = false
    ) async throws -> Importer.Report {
        let path = folder.path("\(UUID().uuidString).csv")
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
        return try await dispatcher.importer.perform(
            Importer.Order(
                path: path,
                kind: kind,
                encoding: .auto,
                isDryRun: isDryRun,
                removesMissing: removesMissing,
                actor: .token(StoreFixture.tokenID)
            ),
            progress: { _, _, _ in }
        )
    }

    private func withDispatcher(_ body: (Dispatcher, [String]) async throws -> Void) async throws {
        let rows = rows(try House.county(memberCount: Self.memberCount))
        try await House.withDispatcher(in: folder, memberCount: Self.memberCount) { try await body($0, rows) }
    }

    private func importEvents(_ dispatcher: Dispatcher) async throws -> Int {
        try await dispatcher.store.journal(after: 0, limit: 1000).count { $0.kind == "roster.imported" }
    }

    @Test func theSameListAgainChangesNothing() async throws {
        try await withDispatcher { dispatcher, rows in
            let before = try await dispatcher.store.memberRecords()
            for removesMissing in [false, true] {
                let report = try await importMembers(rows, into: dispatcher, removesMissing: removesMissing)
                #expect(report == Importer.Report(rows: Self.memberCount, unchanged: Self.memberCount))
            }
            #expect(try await dispatcher.store.memberRecords() == before)
            #expect(try await importEvents(dispatcher) == 0)
        }
    }

    @Test func newAndChangedRowsComeIntoForceAtOnceOnBoardAndTables() async throws {
        try await withDispatcher { dispatcher, rows in
            let new =
                "new,测试员新,000-7777,\(dispatcher.directory.villages[0].code),,,,,lifting,car,generic,http://127.0.0.1:9/n,"
            let changed = rows[0].replacingOccurrences(of: "测试员", with: "改名测试员")
            let report = try await importMembers([changed, new], into: dispatcher)
            #expect(report == Importer.Report(rows: 2, added: 1, changed: 1))
            let records = try await dispatcher.store.memberRecords()
            #expect(records.count == Self.memberCount + 1)
            #expect(records.first { $0.id == MemberID("m0") }?.name == "改名测试员m0")
            let member = try await dispatcher.writer.inspect { $0.roster.member(MemberID("new")) }
            #expect(member?.isAvailable == true)
            #expect(member?.transport == .car)
            #expect(member?.endpointID != nil)
            #expect(try await importEvents(dispatcher) == 1)
        }
        // And still after a restart.
        try await withDispatcher { dispatcher, _ in
            let member = try await dispatcher.writer.inspect { $0.roster.member(MemberID("new")) }
            #expect(member != nil)
        }
    }

    @Test func aDryRunSaysWhatWouldChangeAndChangesNothing() async throws {
        try await withDispatcher { dispatcher, rows in
            let before = try await dispatcher.store.memberRecords()
            let report = try await importMembers(
                [rows[0].replacingOccurrences(of: "测试员", with: "改名测试员")],
                into: dispatcher,
                isDryRun: true,
                removesMissing: true
            )
            #expect(report == Importer.Report(rows: 1, changed: 1, removed: Self.memberCount - 1))
            #expect(try await dispatcher.store.memberRecords() == before)
            #expect(try await importEvents(dispatcher) == 0)
        }
    }

    @Test func aFaultInAnyRowChangesNothing() async throws {
        try await withDispatcher { dispatcher, rows in
            let before = try await dispatcher.store.memberRecords()
            let broken = ["bad,测试员,000-8888,no-such-village,,,,,,mule,,,"]
            await #expect {
                try await importMembers(rows.dropLast() + broken, into: dispatcher, removesMissing: true)
            } throws: { error in
                guard case Importer.Failure.file(.lines(let first, let total)) = error else { return false }
                return total == 2 && first.allSatisfy { $0.line == Self.memberCount + 1 }
            }
            #expect(try await dispatcher.store.memberRecords() == before)
            #expect(try await importEvents(dispatcher) == 0)
            // The next one is not kept waiting by the one that failed.
            try await importMembers(rows, into: dispatcher)
        }
    }

    @Test func removingTheMissingKeepsAndNamesWhoIsOnACase() async throws {
        try await withDispatcher { dispatcher, rows in
            let village = dispatcher.directory.villages[0]
            try await dispatcher.writer.open(
                NewHelpRequest(
                    category: "fall",
                    place: Place(villageCode: village.code, coordinate: village.coordinate)
                )
            )
            let request = try #require(try await dispatcher.writer.requests.last)
            let busy = MemberID("m4")
            let operatorActor = Actor.token(StoreFixture.tokenID)
            _ = try await dispatcher.writer.submit(.assign(request.id, nil, busy), by: operatorActor)
            let report = try await importMembers([rows[0]], into: dispatcher, removesMissing: true)
            #expect(report.kept == [busy])
            #expect(report.removed == Self.memberCount - 2)
            #expect(try await dispatcher.store.memberRecords().map(\.id.text) == ["m0", "m4"])
            let holder = try await dispatcher.writer.inspect { $0.roster.member(busy)?.busyAssignmentCount }
            #expect(holder == 1)
            // Once the case is cleared they go.
            let offer = try #require(try await dispatcher.writer.requests.last?.assignments.first?.offerID)
            _ = try await dispatcher.writer.submit(.step(offer, .cleared), by: .member(busy))
            #expect(try await importMembers([rows[0]], into: dispatcher, removesMissing: true).removed == 1)
        }
    }

    @Test func dutyAndPositionAreLeftAlone() async throws {
        try await withDispatcher { dispatcher, rows in
            let point = dispatcher.directory.villages[2].coordinate
            let until = dispatcher.clock.wallNow.adding(seconds: 3600)
            let member = MemberID("m0")
            _ = try await dispatcher.writer.submit(
                .changeMember(member, MemberChange(isOnDuty: false, awayUntil: until, position: point)),
                by: .member(member)
            )
            try await importMembers(
                rows.map { $0.replacingOccurrences(of: "测试员", with: "改名测试员") },
                into: dispatcher
            )
            let after = try #require(try await dispatcher.writer.inspect { $0.roster.member(member) })
            #expect(!after.isOnDuty)
            #expect(after.awayUntil == until)
            #expect(after.position == point)
            let stored = try #require(try await dispatcher.store.member(member))
            #expect(stored.record.name == "改名测试员m0")
            #expect(!stored.isOnDuty)
            #expect(stored.position == point)
        }
    }

    @Test func callsGoOnWhileALongListIsBroughtIn() async throws {
        try await withDispatcher { dispatcher, rows in
            let village = dispatcher.directory.villages[0]
            let many = (0..<2000).map {
                "x\($0),测试员\($0),000-1\($0),\(village.code),,,,,lifting,walk,generic,http://127.0.0.1:9/1,"
            }
            let new = NewHelpRequest(
                category: "errand",
                place: Place(villageCode: village.code, coordinate: village.coordinate)
            )
            async let report = importMembers(rows + many, into: dispatcher)
            // The list takes some sixteen commits; these calls fall between them.
            for _ in 0..<30 { try await dispatcher.writer.open(new, isNewWork: true) }
            #expect(try await report.added == 2000)
            let count = try await dispatcher.writer.inspect { $0.roster.members.count }
            #expect(count == 2000 + Self.memberCount)
            #expect(try await dispatcher.writer.requests.map(\.number) == Array(1...30))
        }
    }

    @Test func twoImportsAtOnceAreOne() async throws {
        try await withDispatcher { dispatcher, rows in
            let path = folder.path("members.csv")
            try Data(([Self.memberHeader] + rows).joined(separator: "\n").utf8).write(to: URL(filePath: path))
            let order = Importer.Order(
                path: path,
                kind: .members,
                encoding: .auto,
                isDryRun: false,
                removesMissing: false,
                actor: .token(StoreFixture.tokenID)
            )
            let (reached, reach) = AsyncStream<Void>.makeStream()
            let (letGo, release) = AsyncStream<Void>.makeStream()
            let first = Task {
                try await dispatcher.importer.perform(order) { _, _, _ in
                    reach.yield()
                    for await _ in letGo { break }
                }
            }
            for await _ in reached { break }
            await #expect {
                _ = try await dispatcher.importer.perform(order) { _, _, _ in }
            } throws: { error in
                if case Importer.Failure.running = error { true } else { false }
            }
            release.finish()
            #expect(try await first.value.unchanged == Self.memberCount)
        }
    }

    @Test func aVillageWithPeopleInItIsNotRemoved() async throws {
        try await withDispatcher { dispatcher, _ in
            let villages = dispatcher.directory.villages
            let rows = villages.dropLast().map {
                "\($0.code),\($0.name),\($0.townshipCode),\($0.township),\($0.coordinate.latitude),"
                    + "\($0.coordinate.longitude),"
            }
            await #expect {
                try await importFile([Self.villageHeader] + rows, .villages, into: dispatcher, false, true)
            } throws: { error in
                guard case Importer.Failure.villagesInUse(let codes) = error else { return false }
                return codes == [villages[2].code]
            }
            // Without the wish to remove, what is not listed stays.
            let report = try await importFile([Self.villageHeader] + rows, .villages, into: dispatcher)
            #expect(report.unchanged == 2)
            #expect(dispatcher.directory.villages == villages)
        }
    }

    @Test func aNewVillageCanBeCalledForAtOnce() async throws {
        try await withDispatcher { dispatcher, _ in
            let row = "900109,新测试村,9001,测试镇,36.91,115.21,"
            let report = try await importFile([Self.villageHeader, row], .villages, into: dispatcher)
            #expect(report == Importer.Report(rows: 1, added: 1))
            let village = try #require(dispatcher.directory.village(code: "900109"))
            try await dispatcher.writer.open(
                NewHelpRequest(
                    category: "fall",
                    place: Place(villageCode: village.code, coordinate: village.coordinate)
                )
            )
        }
    }

    @Test func householdsComeIntoForce() async throws {
        try await withDispatcher { dispatcher, _ in
            let row = "h-new,新测试户,000-7777,900100,测试路1号,,,,m1;m2,"
            let report = try await importFile([Self.householdHeader, row], .households, into: dispatcher)
            #expect(report == Importer.Report(rows: 1, added: 1))
            let household = try #require(try await dispatcher.store.households(phone: "0007777", limit: 2).first)
            #expect(household.contacts == [MemberID("m1"), MemberID("m2")])
            #expect(try await dispatcher.store.householdRecords().count == 21)
        }
    }
}
