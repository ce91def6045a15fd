import DispatchCore
import DispatchStore

/// What an import will bring into force, and how that differs from what is.
struct ImportPlan: Sendable {
    /// The whole new list: what the file says, and what it leaves out but does not remove.
    let records: CheckedRoster.Records
    var report: Importer.Report

    var changesAnything: Bool { report.added + report.changed + report.removed > 0 }
}

extension ImportPlan {
    /// Compares the file with the list in force.
    ///
    /// - Parameters:
    ///   - removesMissing: Whether what the file leaves out is to go.
    ///   - mustStay: Ids that stay whatever the file says.
    static func make<Record: Equatable & Sendable, ID: Hashable & Comparable>(
        listed: [Record],
        inForce: [Record],
        id: (Record) -> ID,
        removesMissing: Bool,
        mustStay: (ID) -> Bool,
        wrap: ([Record]) -> CheckedRoster.Records
    ) -> (plan: ImportPlan, kept: [ID]) {
        var report = Importer.Report(rows: listed.count)
        var old: [ID: Record] = [:]
        for record in inForce { old[id(record)] = record }
        for record in listed {
            switch old.removeValue(forKey: id(record)) {
            case nil: report.added += 1
            case .some(let before) where before == record: report.unchanged += 1
            case .some: report.changed += 1
            }
        }
        var records = listed
        var kept: [ID] = []
        for key in old.keys.sorted() {
            guard let record = old[key] else { continue }
            if !removesMissing {
                records.append(record)
            } else if mustStay(key) {
                records.append(record)
                kept.append(key)
            } else {
                report.removed += 1
            }
        }
        return (ImportPlan(records: wrap(records), report: report), kept)
    }
}
