import DispatchCore
import GRDB

/// Reads the lists in force.
enum RosterRows {
    /// A table's rows of the edition in force.
    static func live(_ kind: RosterKind) -> String {
        "edition = (SELECT id FROM edition WHERE kind = '\(kind.rawValue)' AND state = 'live')"
    }

    static func roster(_ database: Database) throws -> Roster {
        try roster(database, villages: live(.villages), members: live(.members), desks: live(.desks))
    }

    /// The roster with the rows of these editions, which need not be in force yet.
    static func roster(_ database: Database, villages: String, members: String, desks: String) throws -> Roster {
        let status = try Row.fetchAll(database, sql: "SELECT * FROM member_status")
        let statusOfMember = Dictionary(uniqueKeysWithValues: status.map { ($0["member_id"] as String, $0) })
        let entries = try entries(
            database,
            where: members,
            statusOf: statusOfMember,
            histories: try LearningRows.histories(database)
        )
        return Roster(
            villages: try Self.villages(database, where: villages),
            entries: entries,
            desks: try Self.desks(database, where: desks),
            disabledEndpoints: try Self.disabledEndpoints(database),
            unreachedEndpoints: try Self.unreachedEndpoints(database)
        )
    }

    /// Everybody who is listed or of whom something is known, each as anybody new: where a replay of the journal begins.
    ///
    /// One who is known and not listed is put into some village; what matters is that what was learned of them is still told
    /// when a list brings them back.
    static func everybody(_ database: Database) throws -> Roster {
        let villages = try Self.villages(database)
        var entries = try entries(database, where: live(.members), statusOf: [:], histories: [:])
        let listed = Set(entries.map(\.id.text))
        let known = try String.fetchAll(
            database,
            sql: "SELECT member_id FROM member_status UNION SELECT member_id FROM member_history ORDER BY 1"
        )
        for id in known where !listed.contains(id) {
            guard let village = villages.first else { break }
            entries.append(Roster.Entry(id: MemberID(id), villageCode: village.code))
        }
        return Roster(villages: villages, entries: entries, desks: try desks(database, where: live(.desks)))
    }

    private static func entries(
        _ database: Database,
        where condition: String,
        statusOf statusOfMember: [String: Row],
        histories: [String: MemberHistory]
    ) throws -> [Roster.Entry] {
        let rows = try Row.fetchCursor(database, sql: "SELECT * FROM member WHERE \(condition) ORDER BY id")
        var entries: [Roster.Entry] = []
        while let row = try rows.next() {
            let id: String = row["id"]
            let status = statusOfMember[id]
            entries.append(
                Roster.Entry(
                    id: MemberID(id),
                    villageCode: row["village_code"],
                    home: try row.coordinate(),
                    capabilities: try row.words("capabilities"),
                    transport: try row.choice("transport", in: "member"),
                    endpointID: row["endpoint_id"],
                    fallbackEndpointID: row["fallback_endpoint_id"],
                    capacity: row["capacity"],
                    quietHours: try row.quietHours("quiet_hours", in: "member"),
                    exemptCategories: try row.words("exempt_categories"),
                    history: histories[id] ?? MemberHistory(),
                    position: try status?.coordinate(),
                    isOnDuty: status?["is_on_duty"] ?? true,
                    awayUntil: status?.wallTime("away_until")
                )
            )
        }
        return entries
    }

    private static func disabledEndpoints(_ database: Database) throws -> [Int64: DisabledEndpoint] {
        let rows = try Row.fetchAll(database, sql: "SELECT * FROM endpoint WHERE disabled_at IS NOT NULL")
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                let reason: DisabledEndpoint.Reason = try row.choice("disabled_reason", in: "endpoint")
                return (row["id"] as Int64, DisabledEndpoint(at: row.requiredTime("disabled_at"), reason: reason))
            }
        )
    }

    private static func unreachedEndpoints(_ database: Database) throws -> [Int64: Timestamp] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT id, unreached_since FROM endpoint WHERE unreached_since IS NOT NULL"
        )
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["id"] as Int64, $0.requiredTime("unreached_since")) })
    }

    private static func desks(_ database: Database, where condition: String) throws -> [Desk] {
        try Row.fetchAll(database, sql: "SELECT * FROM desk WHERE \(condition) ORDER BY id").map { row in
            Desk(
                id: DeskID(row["id"]),
                level: try row.choice("level", in: "desk"),
                code: row["code"],
                endpointID: row["endpoint_id"]
            )
        }
    }

    static func deskRecords(
        _ database: Database,
        where condition: String = "TRUE",
        arguments: StatementArguments = StatementArguments()
    ) throws -> [DeskRecord] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT desk.*, endpoint.url, endpoint.channel, endpoint.secret, endpoint.signs_answers FROM desk
                LEFT JOIN endpoint ON endpoint.id = desk.endpoint_id
                WHERE \(live(.desks)) AND \(condition) ORDER BY desk.id
                """,
            arguments: arguments
        ).map { row in
            DeskRecord(
                id: DeskID(row["id"]),
                level: try row.choice("level", in: "desk"),
                code: row["code"],
                name: row["name"],
                phone: row["phone"],
                endpoint: endpoint(row)
            )
        }
    }

    /// The endpoint that a row was joined with under this prefix, if it has one.
    private static func endpoint(_ row: Row, _ prefix: String = "") -> EndpointRecord? {
        (row["\(prefix)url"] as String?).map {
            EndpointRecord(
                url: $0,
                channel: row["\(prefix)channel"],
                secret: row["\(prefix)secret"],
                signsAnswers: row["\(prefix)signs_answers"]
            )
        }
    }

    static func villages(
        _ database: Database,
        where condition: String = live(.villages),
        arguments: StatementArguments = StatementArguments()
    ) throws -> [Village] {
        let select = try database.cachedStatement(sql: "SELECT * FROM village WHERE \(condition) ORDER BY code")
        return try Row.fetchAll(select, arguments: arguments).map { row in
            Village(
                code: row["code"],
                name: row["name"],
                townshipCode: row["township_code"],
                township: row["township"],
                coordinate: try row.requiredCoordinate(in: "village")
            )
        }
    }

    static func memberRecords(
        _ database: Database,
        where condition: String = "TRUE",
        arguments: StatementArguments = StatementArguments()
    ) throws -> [MemberRecord] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT member.*, endpoint.url, endpoint.channel, endpoint.secret, endpoint.signs_answers,
                fallback.url AS fallback_url,
                fallback.channel AS fallback_channel, fallback.secret AS fallback_secret,
                fallback.signs_answers AS fallback_signs_answers FROM member
                LEFT JOIN endpoint ON endpoint.id = member.endpoint_id
                LEFT JOIN endpoint AS fallback ON fallback.id = member.fallback_endpoint_id
                WHERE \(live(.members)) AND \(condition) ORDER BY member.id
                """,
            arguments: arguments
        ).map { row in
            MemberRecord(
                id: MemberID(row["id"]),
                name: row["name"],
                phone: row["phone"],
                villageCode: row["village_code"],
                branch: row["branch"],
                home: try row.coordinate(),
                capabilities: try row.words("capabilities"),
                transport: try row.choice("transport", in: "member"),
                endpoint: endpoint(row),
                fallback: endpoint(row, "fallback_"),
                capacity: row["capacity"],
                quietHours: try row.quietHours("quiet_hours", in: "member"),
                exemptCategories: try row.words("exempt_categories")
            )
        }
    }

    static func householdRecord(_ row: Row) throws -> HouseholdRecord {
        HouseholdRecord(
            id: row["id"],
            name: row["name"],
            phone: row["phone"],
            villageCode: row["village_code"],
            address: row["address"],
            coordinate: try row.coordinate(),
            contacts: try row.words("contacts").map(MemberID.init),
            notes: row["notes"]
        )
    }
}
