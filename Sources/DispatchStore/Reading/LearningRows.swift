import DispatchCore
import GRDB

/// What was learned of all members together, as named rows, and of each member.
enum LearningRows {
    struct NamedRow {
        let name: String
        let weight: Double
        let sum: Double
        let squares: Double
        let updatedAt: Timestamp
    }

    private static func acceptanceName(_ hour: Int) -> String { "acceptance-\(hour)" }
    private static let noShowName = "no-show"
    private static let answerName = "answer"
    private static let turnoutName = "turnout"
    private static func paceName(_ transport: Transport) -> String { "pace-\(transport.rawValue)" }

    static func rows(of learning: Learning) -> [NamedRow] {
        func row(_ name: String, _ tally: Tally) -> NamedRow {
            NamedRow(name: name, weight: tally.trials, sum: tally.successes, squares: 0, updatedAt: tally.updatedAt)
        }
        func row(_ name: String, _ spread: Spread) -> NamedRow {
            NamedRow(
                name: name,
                weight: spread.weight,
                sum: spread.sum,
                squares: spread.squares,
                updatedAt: spread.updatedAt
            )
        }
        return learning.acceptanceByHour.enumerated().map { row(acceptanceName($0), $1) }
            + [row(noShowName, learning.noShow), row(answerName, learning.answer), row(turnoutName, learning.turnout)]
            + zip(Transport.allCases, learning.pace).map { row(paceName($0), $1) }
    }

    static func learning(_ database: Database) throws -> Learning {
        let rows = try Row.fetchAll(database, sql: "SELECT * FROM learning")
        let named = Dictionary(rows.map { ($0["name"] as String, $0) }) { first, _ in first }
        func tally(_ name: String) -> Tally {
            guard let row = named[name] else { return Tally() }
            return Tally(successes: row["sum"], trials: row["weight"], updatedAt: row.requiredTime("updated_at"))
        }
        func spread(_ name: String) -> Spread {
            guard let row = named[name] else { return Spread() }
            return Spread(
                weight: row["weight"],
                sum: row["sum"],
                squares: row["squares"],
                updatedAt: row.requiredTime("updated_at")
            )
        }
        return Learning(
            acceptanceByHour: (0..<24).map { tally(acceptanceName($0)) },
            noShow: tally(noShowName),
            answer: spread(answerName),
            turnout: spread(turnoutName),
            pace: Transport.allCases.map { spread(paceName($0)) }
        )
    }

    /// What was learned of each member; those of whom nothing was are left out.
    static func histories(_ database: Database) throws -> [String: MemberHistory] {
        let rows = try Row.fetchAll(database, sql: "SELECT * FROM member_history")
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                (
                    row["member_id"],
                    MemberHistory(
                        acceptance: Tally(
                            successes: row["accepts"],
                            trials: row["offers"],
                            updatedAt: row.requiredTime("learned_at")
                        ),
                        alerts: AlertCount(day: row["alert_day"], counts: try row.numbers("alert_counts")),
                        lastAssignmentEndedAt: row.time("last_assignment_ended_at")
                    )
                )
            }
        )
    }
}
