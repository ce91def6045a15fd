import DispatchCore
import GRDB

/// What was learned, of each member and of all of them together.
extension StoreWriter {
    func write(_ history: MemberHistory, of id: MemberID, _ database: Database) throws {
        let upsert = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO member_history VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        try upsert.execute(arguments: [
            id.text, history.acceptance.successes, history.acceptance.trials,
            history.acceptance.updatedAt.milliseconds, history.alerts.day, try text(history.alerts.counts),
            history.lastAssignmentEndedAt?.milliseconds,
        ])
    }

    func write(_ learning: Learning, _ database: Database) throws {
        let upsert = try database.cachedStatement(sql: "INSERT OR REPLACE INTO learning VALUES (?, ?, ?, ?, ?)")
        for row in LearningRows.rows(of: learning) {
            try upsert.execute(arguments: [row.name, row.weight, row.sum, row.squares, row.updatedAt.milliseconds])
        }
    }
}
