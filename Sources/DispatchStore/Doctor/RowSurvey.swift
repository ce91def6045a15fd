import DispatchCore
import GRDB

/// Reads every row as a start or a call would, and says which cannot be read.
struct RowSurvey {
    let reader: any DatabaseReader

    var finding: Finding {
        do {
            let schema = try reader.read { try StoreCheck.schema($0) }
            guard schema == Schema.newest else {
                return Finding("rows", .warning, "not read: they are those of \(schema)", advice: "start arrived")
            }
            let damage = try reader.read(Self.damage)
            guard !damage.isEmpty else { return Finding("rows", .ok, "all can be read") }
            let requests = damage.contains { Self.requestTables.contains($0.table) }
            return Finding(
                "rows",
                .failure,
                "\(damage.count) left out: \(damage.summary)",
                advice: (requests ? "dispatch by hand the requests that the list shows first; " : "")
                    + "import the lists anew; restore the newest backup for the rest"
            )
        } catch {
            return StoreExamination.unreadable("rows", error)
        }
    }

    private static let requestTables = ["help_request", "seat", "offer", "assignment", "whistle"]

    /// In the order of the tables; each row once.
    static func damage(_ database: Database) throws -> [DamagedRow] {
        var damage: [DamagedRow] = []
        _ = try RosterRows.roster(database, noting: &damage)
        _ = try LearningRows.learning(database, noting: &damage)
        // The names and phones that the board does without.
        _ = try RosterRows.villages(database, noting: &damage)
        _ = try RosterRows.memberRecords(database, noting: &damage)
        _ = try RosterRows.deskRecords(database, noting: &damage)
        _ = try RosterRows.householdRecords(database, noting: &damage)
        try requests(database, noting: &damage)
        try others(database, noting: &damage)
        var seen: Set<DamagedRow> = []
        return damage.filter { seen.insert($0).inserted }
    }

    /// Requests read at once: with all their offers some megabytes.
    private static let requestStep = 500

    private static func requests(_ database: Database, noting damage: inout [DamagedRow]) throws {
        var last = ""
        while true {
            let found = try RequestRows.fetch(database, where: "id > ?", arguments: [last], limit: requestStep)
            damage += found.flatMap(\.damage)
            guard found.count == requestStep, let key = found.last?.key else { return }
            last = key
        }
    }

    private static func others(_ database: Database, noting damage: inout [DamagedRow]) throws {
        func read<Value>(_ table: String, key: String, _ sql: String, _ make: (Row) throws -> Value) throws {
            _ = try Row.readableValues(
                database,
                sql: sql,
                note: { damage.append(DamagedRow(table, key: key, of: $0, $1)) },
                { row -> Bool? in
                    _ = try make(row)
                    // Nothing is kept: there may be very many.
                    return nil
                }
            )
        }
        try read("access_token", key: "id", "SELECT * FROM access_token", AccessTokenRecord.init)
        try read("member_link", key: "id", "SELECT * FROM member_link") { row in
            try row.identifier("id", in: "member_link") as MemberLinkID
        }
        try read("notice", key: "id", "SELECT * FROM notice") { row in
            let id: NoticeID = try row.identifier("id", in: "notice")
            let kind: Notice.Kind = try row.choice("kind", in: "notice")
            let request: RequestID = try row.identifier("request_id", in: "notice")
            return (id, kind, request, try row.requiredTime("created_at"), try row.requiredTime("deadline"))
        }
        try read("delivery", key: "id", "SELECT * FROM delivery") { row in
            (try row.requiredTime("due_at"), try row.time("settled_at"), try row.count("attempts"))
        }
        try read("idempotency", key: "token_id", "SELECT * FROM idempotency") { row in
            (try row.identifier("request_id", in: "idempotency") as RequestID, try row.requiredTime("created_at"))
        }
        try read("identity_claim", key: "member_id", "SELECT * FROM identity_claim") { row in
            (
                try row.identifier("request_id", in: "identity_claim") as RequestID, try row.count("wrong_count"),
                try row.requiredTime("last_at")
            )
        }
        try read("signed_answer", key: "id", "SELECT * FROM signed_answer") { try $0.requiredTime("taken_at") }
    }
}
