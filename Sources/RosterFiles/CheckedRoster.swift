package import DispatchCore
package import DispatchStore

/// A roster file in which every value is right.
package struct CheckedRoster: Equatable, Sendable {
    package enum Records: Equatable, Sendable {
        case villages([Village])
        case members([MemberRecord])
        case households([HouseholdRecord])
        case desks([DeskRecord])
    }

    /// In the order of the file, each id once.
    package let records: Records
    /// The encoding the file was read in.
    package let encoding: FileEncoding

    package init(records: Records, encoding: FileEncoding) {
        self.records = records
        self.encoding = encoding
    }

    package var kind: RosterKind {
        switch records {
        case .villages: .villages
        case .members: .members
        case .households: .households
        case .desks: .desks
        }
    }

    package var rowCount: Int {
        switch records {
        case .villages(let records): records.count
        case .members(let records): records.count
        case .households(let records): records.count
        case .desks(let records): records.count
        }
    }
}
