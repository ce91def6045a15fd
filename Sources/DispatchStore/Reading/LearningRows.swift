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

    /// Bounds of a sum of weights: what is learned halves every ninety days.
    private static let weights = 0.0...1e12
    /// Logarithms of seconds and of ratios have at most this absolute value on average.
    private static let meanLimit = 25.0

    private static let learningSQL = "SELECT * FROM learning ORDER BY name"
    private static let historySQL = "SELECT * FROM member_history ORDER BY member_id"

    static func namedRow(_ row: Row) throws -> NamedRow {
        let name: String = try row["name"]
        let weight = try row.measure("weight", in: weights)
        let limit = max(weight, 1) * meanLimit
        let isSpread = name == answerName || name == turnoutName || Transport.allCases.contains { paceName($0) == name }
        // A chance above 1 would be refused by the table of offers; accepts may well be more than were expected.
        let sums = isSpread ? -limit...limit : name == noShowName ? 0...weight : weights
        return NamedRow(
            name: name,
            weight: weight,
            sum: try row.measure("sum", in: sums),
            squares: try row.measure("squares", in: 0...limit * meanLimit),
            updatedAt: try row.requiredTime("updated_at")
        )
    }

    /// A number that cannot be read is begun anew.
    static func learning(_ database: Database, noting damage: inout [DamagedRow]) throws -> Learning {
        let rows = try ListRows(table: "learning", key: "name").values(
            database,
            sql: learningSQL,
            noting: &damage,
            namedRow
        )
        let named = Dictionary(rows.map { ($0.key, $0.value) }) { first, _ in first }
        func tally(_ name: String) -> Tally {
            guard let row = named[name] else { return Tally() }
            return Tally(successes: row.sum, trials: row.weight, updatedAt: row.updatedAt)
        }
        func spread(_ name: String) -> Spread {
            guard let row = named[name] else { return Spread() }
            return Spread(weight: row.weight, sum: row.sum, squares: row.squares, updatedAt: row.updatedAt)
        }
        return Learning(
            acceptanceByHour: (0..<24).map { tally(acceptanceName($0)) },
            noShow: tally(noShowName),
            answer: spread(answerName),
            turnout: spread(turnoutName),
            pace: Transport.allCases.map { spread(paceName($0)) }
        )
    }

    /// What was learned of each member; those of whom nothing was, or what cannot be read, are left out.
    static func histories(
        _ database: Database,
        noting damage: inout [DamagedRow]
    ) throws -> [String: MemberHistory] {
        let rows = try ListRows(table: "member_history", key: "member_id").values(
            database,
            sql: historySQL,
            noting: &damage,
            history
        )
        return Dictionary(rows.map { ($0.key, $0.value) }) { first, _ in first }
    }
    static func history(_ row: Row) throws -> MemberHistory {
        let offers = try row.measure("offers", in: weights)
        return MemberHistory(
            acceptance: Tally(
                successes: try row.measure("accepts", in: 0...offers),
                trials: offers,
                updatedAt: try row.requiredTime("learned_at")
            ),
            alerts: AlertCount(
                day: try row.count("alert_day", in: RequestRows.days),
                counts: try row.numbers("alert_counts")
            ),
            lastAssignmentEndedAt: try row.time("last_assignment_ended_at")
        )
    }
}
