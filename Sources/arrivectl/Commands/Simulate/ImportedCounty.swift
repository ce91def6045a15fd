import DispatchCore
import DispatchStore
import DispatchWire
import FoundationEssentials
import RosterFiles

/// A county as its own lists have it: `villages.csv` and `members.csv` of a folder, read and checked as an import does.
struct ImportedCounty {
    /// The folder's name, without what leads to it.
    let name: String
    let villages: [Village]
    let members: [Roster.Entry]

    /// Members who are to be rung by hand.
    var withoutEndpointCount: Int { members.count { $0.endpointID == nil } }

    /// Reads both lists; wrong values are told line by line on the console before this fails.
    init(folder path: String, _ console: Console) throws(CommandFailure) {
        try ImportFile.requireFolder(path)
        let villageFile = Self.path(of: "villages.csv", in: path)
        let memberFile = Self.path(of: "members.csv", in: path)
        // Looks at both before either is read, so that nobody corrects one list to hear that the other is missing.
        for file in [villageFile, memberFile] { _ = try ImportFile.sizeBytes(file) }

        let nothing = ImportKnowledge(villages: [:], memberIDs: [])
        guard case .villages(let villages) = try Self.records(of: villageFile, .villages, nothing, console) else {
            preconditionFailure("a list is read as the kind that was asked for")
        }
        let villageOfCode = Dictionary(villages.map { ($0.code, $0) }) { first, _ in first }
        let known = ImportKnowledge(villages: villageOfCode, memberIDs: [])
        guard case .members(let members) = try Self.records(of: memberFile, .members, known, console) else {
            preconditionFailure("a list is read as the kind that was asked for")
        }
        name = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL.lastPathComponent
        self.villages = villages
        var endpointIDs: [String: Int64] = [:]
        self.members = members.map { member in
            let id = member.endpoint.map { endpointIDs[$0.url] ?? Int64(endpointIDs.count + 1) }
            if let id, let endpoint = member.endpoint { endpointIDs[endpoint.url] = id }
            return Roster.Entry(member, endpointID: id)
        }
    }

    private static func path(of file: String, in folder: String) -> String {
        folder.hasSuffix("/") ? folder + file : folder + "/" + file
    }

    private static func records(
        of path: String,
        _ kind: RosterKind,
        _ known: ImportKnowledge,
        _ console: Console
    ) throws(CommandFailure) -> CheckedRoster.Records {
        do throws(RosterFileFault) {
            return try RosterCheck().check(fileAt: path, kind: kind, encoding: .auto, known: known) { _ in }.records
        } catch {
            switch error {
            case .lines(let first, let total):
                console.note(faults: first.map { ImportLineError($0) }, total: total)
                throw .failed("\(path) has \(Quantity.count(total, "fault")); nothing was simulated")
            case .file(let fault):
                let text = path + (fault.line.map { ", line \($0)" } ?? "") + ": " + fault.message
                throw fault.code == .unreadable ? .unreadable(text) : .failed(text)
            }
        }
    }
}

extension Roster.Entry {
    /// A member as a list has them, before anything is known of what they do.
    fileprivate init(_ record: MemberRecord, endpointID: Int64?) {
        self.init(
            id: record.id,
            villageCode: record.villageCode,
            home: record.home,
            capabilities: record.capabilities,
            transport: record.transport,
            endpointID: endpointID,
            capacity: record.capacity,
            quietHours: record.quietHours,
            exemptCategories: record.exemptCategories
        )
    }
}

extension ImportLineError {
    /// The fault in the words of the API; one of a whole row names no column.
    fileprivate init(_ fault: ImportLineFault) {
        let isOfRow = fault.column.isEmpty
        self.init(
            line: fault.line,
            column: isOfRow ? nil : fault.column,
            value: isOfRow ? nil : fault.value,
            message: fault.message
        )
    }
}
