import DispatchCore
import DispatchStore
import Foundation
import Geospatial
import RosterFiles
import Testing

/// An invented corner of a county, and files written for one test.
enum ImportFixture {
    static let villageHeader = "code,name,township_code,township,latitude,longitude,crs"
    static let memberHeader =
        "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret"
    static let householdHeader = "id,name,phone,village_code,address,latitude,longitude,crs,contacts,notes"
    static let secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    static func known() throws -> ImportKnowledge {
        let villages = try [("900001", "东杨村", 36.90, 115.20), ("900002", "西杨村", 36.92, 115.22)].map {
            Village(
                code: $0.0,
                name: $0.1,
                townshipCode: "9000",
                township: "杨树镇",
                coordinate: try Coordinate(latitude: $0.2, longitude: $0.3)
            )
        }
        return ImportKnowledge(
            villages: Dictionary(uniqueKeysWithValues: villages.map { ($0.code, $0) }),
            memberIDs: [MemberID("M1"), MemberID("M2"), MemberID("M3")],
            countyCode: "900000"
        )
    }

    static func check(
        _ bytes: [UInt8],
        _ kind: RosterKind,
        encoding: TextEncoding = .auto,
        limits: ImportLimits = ImportLimits(),
        chunkBytes: Int = ImportLimits.chunkBytes,
        progress: (ImportProgressPoint) -> Void = { _ in }
    ) throws -> CheckedRoster {
        let url = FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID().uuidString).csv")
        try Data(bytes).write(to: url)
        defer {
            // A file that stays behind in the temporary folder harms no later test.
            try? FileManager.default.removeItem(at: url)
        }
        return try RosterCheck(limits: limits, chunkBytes: chunkBytes)
            .check(fileAt: url.path, kind: kind, encoding: encoding, known: known(), progress: progress)
    }

    static func villages(_ rows: String...) throws -> [Village] {
        let text = ([villageHeader] + rows).joined(separator: "\n")
        guard case .villages(let records) = try check(Array(text.utf8), .villages).records else { return [] }
        return records
    }

    /// - Parameter more: Further columns, which a list may do without.
    static func members(_ rows: String..., more: String = "") throws -> [MemberRecord] {
        let text = ([memberHeader + more] + rows).joined(separator: "\n")
        guard case .members(let records) = try check(Array(text.utf8), .members).records else { return [] }
        return records
    }

    /// Members of a list that has the columns that a list may do without.
    static func spareMembers(_ rows: String...) throws -> [MemberRecord] {
        let text = ([memberHeader + ",capacity,quiet_hours,exempt"] + rows).joined(separator: "\n")
        guard case .members(let records) = try check(Array(text.utf8), .members).records else { return [] }
        return records
    }

    static func households(_ rows: String...) throws -> [HouseholdRecord] {
        let text = ([householdHeader] + rows).joined(separator: "\n")
        guard case .households(let records) = try check(Array(text.utf8), .households).records else { return [] }
        return records
    }

    static func desks(_ rows: String...) throws -> [DeskRecord] {
        let text = (["id,level,code,name,phone,channel,endpoint,secret"] + rows).joined(separator: "\n")
        guard case .desks(let records) = try check(Array(text.utf8), .desks).records else { return [] }
        return records
    }

    /// The wrong values that this refuses its file for.
    static func faults(_ body: () throws -> some Sequence) -> (first: [ImportLineFault], total: Int) {
        do {
            _ = try body()
        } catch let RosterFileFault.lines(first, total) {
            return (first, total)
        } catch {
            Issue.record(error)
        }
        return ([], 0)
    }

    /// The one wrong value that this refuses its file for.
    static func fault(_ body: () throws -> some Sequence) throws -> ImportLineFault {
        let faults = faults(body)
        #expect(faults.total == 1, "\(faults.first)")
        return try #require(faults.first.first)
    }

    /// Why this refuses its file as a whole.
    static func fileFault(_ body: () throws -> Any) throws -> ImportFileFault {
        do {
            _ = try body()
        } catch let RosterFileFault.file(fault) {
            return fault
        }
        Issue.record("the file was taken")
        throw CancellationError()
    }
}
