import DispatchCore
import GRDB
import Geospatial

/// Lists of villages, members and households: staged row by row, put in force at once, swept away later.
extension StoreWriter {
    func write(_ village: Village, edition: Int64, _ database: Database) throws {
        try database.cachedStatement(sql: "INSERT INTO village VALUES (?, ?, ?, ?, ?, ?, ?)").execute(arguments: [
            edition, village.code, village.name, village.townshipCode, village.township,
            village.coordinate.latitude, village.coordinate.longitude,
        ])
    }

    func write(_ member: MemberRecord, edition: Int64, _ database: Database) throws {
        let endpointID = try member.endpoint.map { try self.endpointID($0, database) }
        let fallbackID = try member.fallback.map { try self.endpointID($0, database) }
        try database.cachedStatement(
            sql: "INSERT INTO member VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            edition, member.id.text, member.name, member.phone, member.villageCode, member.branch,
            member.home?.latitude, member.home?.longitude, try text(member.capabilities), member.transport.rawValue,
            endpointID, member.capacity, member.quietHours?.text, try text(member.exemptCategories),
            fallbackID,
        ])
    }

    /// The row of this endpoint, made if there is none.
    private func endpointID(_ endpoint: EndpointRecord, _ database: Database) throws -> Int64 {
        let find = try database.cachedStatement(
            sql: """
                SELECT id FROM endpoint
                WHERE url = ? AND channel = ? AND ifnull(secret, '') = ? AND signs_answers = ?
                """
        )
        let identity: StatementArguments = [
            endpoint.url, endpoint.channel, endpoint.secret ?? "", endpoint.signsAnswers,
        ]
        if let id = try Int64.fetchOne(find, arguments: identity) { return id }
        try database.cachedStatement(
            sql: "INSERT INTO endpoint (url, channel, secret, signs_answers) VALUES (?, ?, ?, ?)"
        )
        .execute(arguments: [endpoint.url, endpoint.channel, endpoint.secret, endpoint.signsAnswers])
        return database.lastInsertedRowID
    }

    func write(_ household: HouseholdRecord, edition: Int64, _ database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT INTO household VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            edition, household.id, household.name, household.phone, PhoneNumber.digits(household.phone),
            household.villageCode, household.address, household.coordinate?.latitude,
            household.coordinate?.longitude, try text(household.contacts), household.notes,
        ])
    }

    func write(_ desk: DeskRecord, edition: Int64, _ database: Database) throws {
        let endpointID = try desk.endpoint.map { try self.endpointID($0, database) }
        try database.cachedStatement(sql: "INSERT INTO desk VALUES (?, ?, ?, ?, ?, ?, ?)").execute(arguments: [
            edition, desk.id.text, desk.level.rawValue, desk.code, desk.name, desk.phone, endpointID,
        ])
    }

    /// Copies a member of the edition in force into a new one.
    func keep(_ member: MemberID, in edition: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO member SELECT ?, id, name, phone, village_code, branch, latitude, longitude,
                capabilities, transport, endpoint_id, capacity, quiet_hours, exempt_categories,
                fallback_endpoint_id FROM member
                WHERE id = ? AND edition = (SELECT id FROM edition WHERE kind = 'members' AND state = 'live')
                """,
            arguments: [edition, member.text]
        )
    }

    func putInForce(_ edition: Int64, _ kind: RosterKind, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE edition SET state = 'retired' WHERE kind = ? AND state = 'live'",
            arguments: [kind.rawValue]
        )
        try database.execute(
            sql: "UPDATE edition SET state = 'live' WHERE id = ? AND state = 'staging'",
            arguments: [edition]
        )
    }

    /// Removes up to `rowLimit` rows of retired editions, and those editions that have none left.
    func sweepEditions(rowLimit: Int, _ database: Database) throws {
        for (table, key) in [("village", "code"), ("member", "id"), ("household", "id"), ("desk", "id")] {
            try database.execute(
                sql: """
                    DELETE FROM \(table) WHERE (edition, \(key)) IN (SELECT edition, \(key) FROM \(table)
                    WHERE edition IN (SELECT id FROM edition WHERE state = 'retired') LIMIT ?)
                    """,
                arguments: [rowLimit]
            )
        }
        try database.execute(
            sql: """
                DELETE FROM edition WHERE state = 'retired'
                AND NOT EXISTS (SELECT 1 FROM village WHERE edition = edition.id)
                AND NOT EXISTS (SELECT 1 FROM member WHERE edition = edition.id)
                AND NOT EXISTS (SELECT 1 FROM household WHERE edition = edition.id)
                AND NOT EXISTS (SELECT 1 FROM desk WHERE edition = edition.id)
                """
        )
    }
}
