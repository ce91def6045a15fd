import DispatchCore
import DispatchStore
import RosterFiles

/// What an import will bring into force, and how that differs from what is.
struct ImportPlan: Sendable {
    /// The whole new list: what the file says, and what it leaves out but does not remove.
    let records: CheckedRoster.Records
    var report: Importer.Report

    var changesAnything: Bool { report.added + report.changed + report.removed > 0 }

    /// Compares the file with the list in force.
    ///
    /// - Parameters:
    ///   - removesMissing: Whether what the file leaves out is to go.
    ///   - mustStay: Ids that stay whatever the file says.
    /// - Returns: The plan, and which of the ids that the file leaves out must stay.
    static func make<Record: Equatable & Sendable, ID: Hashable & Comparable & Sendable>(
        listed: [Record],
        inForce: [Record],
        id: (Record) -> ID,
        removesMissing: Bool,
        mustStay: Set<ID> = [],
        wrap: ([Record]) -> CheckedRoster.Records
    ) -> (plan: ImportPlan, kept: [ID]) {
        let difference = RosterDifference(new: listed, inForce: inForce, id: id)
        let removed = removesMissing ? Set(difference.missing).subtracting(mustStay) : []
        let staying = Set(difference.missing).subtracting(removed)
        let report = Importer.Report(
            rows: listed.count,
            added: difference.added.count,
            changed: difference.changed.count,
            unchanged: difference.unchangedCount,
            removed: removed.count
        )
        let records = listed + inForce.filter { staying.contains(id($0)) }
        return (ImportPlan(records: wrap(records), report: report), removesMissing ? staying.sorted() : [])
    }
}
