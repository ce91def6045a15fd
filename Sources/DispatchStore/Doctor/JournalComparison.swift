import DispatchCore
import GRDB

/// Whether the tables say what the journal tells, replayed from its beginning or its checkpoint.
struct JournalComparison {
    /// Entries replayed at most: some seconds, and some hundred bytes of memory for each.
    static let entryLimit = 200_000

    let store: Store
    let reader: any DatabaseReader

    private struct Extent {
        let first: Int64
        let count: Int
        /// Whether lists were imported after the first request, or may have been before what is left of the journal.
        let hasOtherLists: Bool
    }

    var finding: Finding {
        do {
            let schema = try reader.read { try StoreCheck.schema($0) }
            guard schema == Schema.newest else {
                return Finding(
                    "journal",
                    .warning,
                    "not compared: the tables are those of \(schema)",
                    advice: "start arrived"
                )
            }
            let extent = try reader.read(Self.extent)
            guard extent.count <= Self.entryLimit else {
                return Finding(
                    "journal",
                    .warning,
                    "not compared: it has \(extent.count) entries, more than the \(Self.entryLimit) that are replayed"
                )
            }
            let covered =
                "\(extent.count) entries from \(extent.first) on; requests, offers, assignments"
                + (extent.hasOtherLists ? "; not members, whose lists have changed" : ", members")
            guard let difference = try difference(extent) else {
                return Finding("journal", .ok, "the tables say what it tells (\(covered))")
            }
            return Finding(
                "journal",
                .failure,
                "the tables do not say what it tells: \(difference) (\(covered))",
                advice: StoreExamination.restoreAdvice
            )
        } catch {
            return StoreExamination.unreadable("journal", error)
        }
    }

    private func difference(_ extent: Extent) throws -> String? {
        // What is told does not depend on how members are chosen.
        var tables = try store.loadBoard(policy: Policy(), from: reader)
        var replayed = Board(
            countyCode: tables.countyCode,
            utcOffsetSeconds: tables.utcOffsetSeconds,
            policy: Policy(),
            roster: tables.roster.asListed
        )
        try store.replayJournal(onto: &replayed, from: reader)
        tables.forgetEnded(at: tables.lastEventAt)
        replayed.forgetEnded(at: tables.lastEventAt)
        let written = BoardSnapshot(tables, isJournalOnly: true, hasPeople: !extent.hasOtherLists)
        let told = BoardSnapshot(replayed, isJournalOnly: true, hasPeople: !extent.hasOtherLists)
        if written == told { return nil }
        let ids = Set(written.requests.map(\.id)).symmetricDifference(told.requests.map(\.id))
        if let id = ids.min() { return "request \(id) is in one of them alone" }
        if let pair = zip(written.requests, told.requests).first(where: { $0 != $1 }) {
            return "request \(pair.0.id) differs"
        }
        if let pair = zip(written.members, told.members).first(where: { $0 != $1 }) {
            return "member \(pair.0.id) differs"
        }
        return told.difference(from: written).map { String($0.prefix(while: { !$0.isNewline }).prefix(200)) }
    }

    private static func extent(_ database: Database) throws -> Extent {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT ifnull(min(position), 1) AS first, count(*) AS count, EXISTS (
                    SELECT 1 FROM journal WHERE kind = 'roster.imported' AND position > (
                        SELECT min(position) FROM journal
                        WHERE kind NOT IN ('roster.imported', 'policy.changed', 'access.changed')
                    )
                ) AS is_changed FROM journal
                """
        )
        guard let row else { preconditionFailure("an aggregate without groups has one row") }
        let first: Int64 = try row["first"]
        return Extent(first: first, count: try row["count"], hasOtherLists: try row["is_changed"] || first > 1)
    }
}
