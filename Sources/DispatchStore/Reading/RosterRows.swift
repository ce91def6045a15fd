import DispatchCore
import GRDB
import Geospatial

/// Reads the lists in force.
enum RosterRows {
    /// A table's rows of the edition in force.
    static func live(_ kind: RosterKind) -> String {
        "edition = (SELECT id FROM edition WHERE kind = '\(kind.rawValue)' AND state = 'live')"
    }

    static func roster(_ database: Database, noting damage: inout [DamagedRow]) throws -> Roster {
        try roster(
            database,
            villages: live(.villages),
            members: live(.members),
            desks: live(.desks),
            noting: &damage
        )
    }

    /// The roster with the rows of these editions, which need not be in force yet.
    static func roster(
        _ database: Database,
        villages: String,
        members: String,
        desks: String,
        noting damage: inout [DamagedRow]
    ) throws -> Roster {
        let histories = try LearningRows.histories(database, noting: &damage)
        let status = try statusOfMember(database, noting: &damage)
        let entries = try entries(database, where: members, statusOf: status, histories, noting: &damage)
        let roster = Roster(
            villages: try Self.villages(database, where: villages, noting: &damage),
            entries: entries,
            desks: try Self.desks(database, where: desks, noting: &damage),
            disabledEndpoints: try disabledEndpoints(database, noting: &damage),
            unreachedEndpoints: try unreachedEndpoints(database, noting: &damage)
        )
        for entry in entries where roster.member(entry.id) == nil {
            let isPlaced = roster.village(entry.villageCode) != nil
            let fault = isPlaced ? "its capabilities are too many" : "its village \(entry.villageCode) is left out"
            damage.append(DamagedRow("member", entry.id.text, fault))
        }
        return roster
    }

    /// Everybody who is listed or of whom something is known, each as anybody new: where a replay of the journal begins.
    ///
    /// One who is known and not listed is put into some village; what matters is that what was learned of them is still told
    /// when a list brings them back.
    static func everybody(_ database: Database) throws -> Roster {
        var damage: [DamagedRow] = []
        let villages = try Self.villages(database)
        var entries = try entries(database, where: live(.members), statusOf: [:], [:], noting: &damage)
        let listed = Set(entries.map(\.id.text))
        let known = try String.fetchAll(
            database,
            sql: "SELECT member_id FROM member_status UNION SELECT member_id FROM member_history ORDER BY 1"
        )
        for id in known where !listed.contains(id) {
            guard let village = villages.first else { break }
            entries.append(Roster.Entry(id: MemberID(id), villageCode: village.code))
        }
        return Roster(
            villages: villages,
            entries: entries,
            desks: try desks(database, where: live(.desks), noting: &damage)
        )
    }

    struct Status {
        let isOnDuty: Bool
        let awayUntil: WallTime?
        let position: Coordinate?
    }

    static func status(_ row: Row) throws -> Status {
        Status(
            isOnDuty: try row["is_on_duty"],
            awayUntil: try row.wallTime("away_until"),
            position: try row.coordinate()
        )
    }

    static func statusOfMember(
        _ database: Database,
        noting damage: inout [DamagedRow]
    ) throws -> [String: Status] {
        let rows = try ListRows(table: "member_status", key: "member_id").values(
            database,
            sql: "SELECT * FROM member_status ORDER BY member_id",
            noting: &damage,
            status
        )
        return Dictionary(rows.map { ($0.key, $0.value) }) { first, _ in first }
    }

    private static func entries(
        _ database: Database,
        where condition: String,
        statusOf statusOfMember: [String: Status],
        _ histories: [String: MemberHistory],
        noting damage: inout [DamagedRow]
    ) throws -> [Roster.Entry] {
        try ListRows(table: "member", key: "id").values(
            database,
            sql: "SELECT * FROM member WHERE \(condition) ORDER BY id",
            noting: &damage
        ) { row in
            let id: String = try row["id"]
            let status = statusOfMember[id]
            return Roster.Entry(
                id: MemberID(id),
                villageCode: try row["village_code"],
                home: try row.coordinate(),
                capabilities: try row.words("capabilities"),
                transport: try row.choice("transport", in: "member"),
                endpointID: try row["endpoint_id"],
                fallbackEndpointID: try row["fallback_endpoint_id"],
                capacity: try row.count("capacity", in: 1...Member.capacityLimit),
                quietHours: try row.quietHours("quiet_hours", in: "member"),
                exemptCategories: try row.words("exempt_categories"),
                history: histories[id] ?? MemberHistory(),
                position: status?.position,
                isOnDuty: status?.isOnDuty ?? true,
                awayUntil: status?.awayUntil
            )
        }.map(\.value)
    }

    /// One whose reason or time cannot be read counts as in use: messages that do not arrive say so soon enough.
    private static func disabledEndpoints(
        _ database: Database,
        noting damage: inout [DamagedRow]
    ) throws -> [Int64: DisabledEndpoint] {
        let rows = try Row.readableValues(
            database,
            sql: "SELECT * FROM endpoint WHERE disabled_at IS NOT NULL",
            note: { damage.append(DamagedRow("endpoint", key: "id", of: $0, $1)) },
            { row in
                let reason: DisabledEndpoint.Reason = try row.choice("disabled_reason", in: "endpoint")
                let disabled = DisabledEndpoint(at: try row.requiredTime("disabled_at"), reason: reason)
                return (try row["id"] as Int64, disabled)
            }
        )
        return Dictionary(rows) { first, _ in first }
    }

    private static func unreachedEndpoints(
        _ database: Database,
        noting damage: inout [DamagedRow]
    ) throws -> [Int64: Timestamp] {
        let rows = try Row.readableValues(
            database,
            sql: "SELECT id, unreached_since FROM endpoint WHERE unreached_since IS NOT NULL",
            note: { damage.append(DamagedRow("endpoint", key: "id", of: $0, $1)) },
            { (try $0["id"] as Int64, try $0.requiredTime("unreached_since")) }
        )
        return Dictionary(rows) { first, _ in first }
    }

    private static func desks(
        _ database: Database,
        where condition: String,
        noting damage: inout [DamagedRow]
    ) throws -> [Desk] {
        var desks: [Desk] = []
        for (_, desk) in try ListRows(table: "desk", key: "id").values(
            database,
            sql: "SELECT * FROM desk WHERE \(condition) ORDER BY id",
            noting: &damage,
            { row in
                Desk(
                    id: DeskID(try row["id"]),
                    level: try row.choice("level", in: "desk"),
                    code: try row["code"],
                    endpointID: try row["endpoint_id"]
                )
            }
        ) {
            if let other = desks.first(where: { $0.level == desk.level && $0.code == desk.code }) {
                damage.append(DamagedRow("desk", desk.id.text, "desk \(other.id) answers for the same place"))
            } else {
                desks.append(desk)
            }
        }
        return desks
    }

    static func deskRecords(
        _ database: Database,
        where condition: String = "TRUE",
        arguments: StatementArguments = StatementArguments()
    ) throws -> [DeskRecord] {
        var damage: [DamagedRow] = []
        return try deskRecords(database, where: condition, arguments: arguments, noting: &damage)
    }

    static func deskRecords(
        _ database: Database,
        where condition: String = "TRUE",
        arguments: StatementArguments = StatementArguments(),
        noting damage: inout [DamagedRow]
    ) throws -> [DeskRecord] {
        try ListRows(table: "desk", key: "id").values(
            database,
            sql: """
                SELECT desk.*, endpoint.url, endpoint.channel, endpoint.secret, endpoint.signs_answers FROM desk
                LEFT JOIN endpoint ON endpoint.id = desk.endpoint_id
                WHERE \(live(.desks)) AND \(condition) ORDER BY desk.id
                """,
            arguments: arguments,
            noting: &damage
        ) { row in
            DeskRecord(
                id: DeskID(try row["id"]),
                level: try row.choice("level", in: "desk"),
                code: try row["code"],
                name: try row["name"],
                phone: try row["phone"],
                endpoint: try endpoint(row)
            )
        }.map(\.value)
    }

    /// The endpoint that a row was joined with under this prefix, if it has one.
    private static func endpoint(_ row: Row, _ prefix: String = "") throws -> EndpointRecord? {
        guard let url = try row["\(prefix)url"] as String? else { return nil }
        return EndpointRecord(
            url: url,
            channel: try row["\(prefix)channel"],
            secret: try row["\(prefix)secret"],
            signsAnswers: try row["\(prefix)signs_answers"]
        )
    }

    static func villages(
        _ database: Database,
        where condition: String = live(.villages),
        arguments: StatementArguments = StatementArguments()
    ) throws -> [Village] {
        var damage: [DamagedRow] = []
        return try villages(database, where: condition, arguments: arguments, noting: &damage)
    }

    static func villages(
        _ database: Database,
        where condition: String = live(.villages),
        arguments: StatementArguments = StatementArguments(),
        noting damage: inout [DamagedRow]
    ) throws -> [Village] {
        try ListRows(table: "village", key: "code").values(
            database,
            sql: "SELECT * FROM village WHERE \(condition) ORDER BY code",
            arguments: arguments,
            noting: &damage
        ) { row in
            Village(
                code: try row["code"],
                name: try row["name"],
                townshipCode: try row["township_code"],
                township: try row["township"],
                coordinate: try row.requiredCoordinate(in: "village")
            )
        }.map(\.value)
    }

    static func memberRecords(
        _ database: Database,
        where condition: String = "TRUE",
        arguments: StatementArguments = StatementArguments()
    ) throws -> [MemberRecord] {
        var damage: [DamagedRow] = []
        return try memberRecords(database, where: condition, arguments: arguments, noting: &damage)
    }

    static func memberRecords(
        _ database: Database,
        where condition: String = "TRUE",
        arguments: StatementArguments = StatementArguments(),
        noting damage: inout [DamagedRow]
    ) throws -> [MemberRecord] {
        try ListRows(table: "member", key: "id").values(
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
            arguments: arguments,
            noting: &damage
        ) { row in
            MemberRecord(
                id: MemberID(try row["id"]),
                name: try row["name"],
                phone: try row["phone"],
                villageCode: try row["village_code"],
                branch: try row["branch"],
                home: try row.coordinate(),
                capabilities: try row.words("capabilities"),
                transport: try row.choice("transport", in: "member"),
                endpoint: try endpoint(row),
                fallback: try endpoint(row, "fallback_"),
                capacity: try row.count("capacity", in: 1...Member.capacityLimit),
                quietHours: try row.quietHours("quiet_hours", in: "member"),
                exemptCategories: try row.words("exempt_categories")
            )
        }.map(\.value)
    }

    /// Households on the list in force, as far as they can be read.
    ///
    /// - Parameter condition: An SQL condition and what comes behind it, one of few texts.
    static func householdRecords(
        _ database: Database,
        where condition: String = "TRUE ORDER BY id",
        arguments: StatementArguments = StatementArguments(),
        noting damage: inout [DamagedRow]
    ) throws -> [HouseholdRecord] {
        try ListRows(table: "household", key: "id").values(
            database,
            sql: "SELECT * FROM household WHERE \(live(.households)) AND \(condition)",
            arguments: arguments,
            noting: &damage
        ) { row in
            HouseholdRecord(
                id: try row["id"],
                name: try row["name"],
                phone: try row["phone"],
                villageCode: try row["village_code"],
                address: try row["address"],
                coordinate: try row.coordinate(),
                contacts: try row.words("contacts").map { MemberID($0) },
                notes: try row["notes"]
            )
        }.map(\.value)
    }

    static func household(_ id: String, _ database: Database) throws -> HouseholdRecord? {
        var damage: [DamagedRow] = []
        return try householdRecords(database, where: "id = ?", arguments: [id], noting: &damage).first
    }
}
