package import DispatchCore
import GRDB

/// The state of dispatching as the tables hold it.
extension Store {
    /// Reads the board: the tables are the snapshot, and nothing is replayed.
    ///
    /// - Parameter note: Told of every row that is left out.
    package func loadBoard(
        policy: Policy,
        note: (DamagedRow) -> Void = { _ in }
    ) throws(StoreFault) -> Board {
        try loadBoard(policy: policy, from: pool, note: note)
    }

    /// The same on another connection, for one that reads more than this in one transaction.
    func loadBoard(
        policy: Policy,
        from reader: any DatabaseReader,
        note: (DamagedRow) -> Void = { _ in }
    ) throws(StoreFault) -> Board {
        do {
            let (board, damage) = try reader.read { database in
                var damage: [DamagedRow] = []
                let county = try StoredCounty.fetch(database)
                var board = Board(
                    countyCode: county.code,
                    utcOffsetSeconds: county.utcOffsetSeconds,
                    policy: policy,
                    roster: try RosterRows.roster(database, noting: &damage)
                )
                board.restore(try Self.stored(database, county, noting: &damage))
                return (board, damage)
            }
            for row in damage { note(row) }
            return board
        } catch {
            throw StoreFault(error, "read the board")
        }
    }

    /// The highest number of each day, one seek in the index a day: days are few, requests are many. Its arguments are the first
    /// and last day and the highest number that there can be.
    static let lastNumbersQuery = """
        WITH RECURSIVE days (day) AS (
            SELECT max(day) FROM help_request WHERE day <= ?2
            UNION ALL SELECT (SELECT max(day) FROM help_request WHERE day < days.day AND day >= ?1) FROM days
                WHERE day IS NOT NULL
        )
        SELECT day, (SELECT max(number) FROM help_request
            WHERE help_request.day = days.day AND number BETWEEN 1 AND ?3) AS number
        FROM days WHERE day >= ?1
        """

    /// What turns elapsed time into wall time, as of the last commit.
    package func clockHistory() throws(StoreFault) -> ClockHistory {
        do {
            return try pool.read { try ClockHistory.fetch($0) }
        } catch {
            throw StoreFault(error, "read the clock's steps")
        }
    }

    /// Every state that a row can say.
    static let requestStates = HelpRequest.State.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")

    private static func stored(
        _ database: Database,
        _ county: StoredCounty,
        noting damage: inout [DamagedRow]
    ) throws -> Board.Stored {
        var stored = Board.Stored()
        stored.position = county.journalPosition
        stored.lastEventAt = Timestamp(milliseconds: county.lastEventAtMilliseconds)
        stored.learning = try LearningRows.learning(database, noting: &damage)
        stored.wallOffsetMilliseconds = try ClockHistory.fetch(database).offsetMilliseconds
        let numbers = try Row.readableValues(
            database,
            sql: lastNumbersQuery,
            arguments: [RequestRows.days.lowerBound, RequestRows.days.upperBound, Row.counts.upperBound]
        ) { row -> (day: Int, number: Int)? in
            guard let number = try row["number"] as Int? else { return nil }
            return (try row["day"], number)
        }
        stored.lastNumbers = Dictionary(numbers.map { ($0.day, $0.number) }) { max($0, $1) }
        let oldestEnd = stored.lastEventAt.adding(seconds: -Board.endedRequestRetentionSeconds)
        let condition = """
            state IN ('open', 'covered', 'on-scene', 'cleared', 'unanswered')
            OR (state IN ('closed', 'cancelled') AND ifnull(closed_at, cancelled_at) >= ?
                AND personal_data_erased_at IS NULL)
            OR id IN (SELECT id FROM help_request WHERE state NOT IN (\(requestStates)))
            """
        let found = try RequestRows.fetch(database, where: condition, arguments: [oldestEnd.milliseconds])
        stored.requests = found.filter(\.damage.isEmpty).map(\.request)
        let unreadable = found.filter { !$0.damage.isEmpty }
        damage += unreadable.flatMap(\.damage)
        let openers = try Row.readableValues(
            database,
            sql: "SELECT id, opened_by FROM help_request WHERE \(condition)",
            arguments: [oldestEnd.milliseconds]
        ) { row in (id: try row.identifier("id", in: "help_request") as RequestID, by: try row["opened_by"] as String) }
        for opener in openers {
            guard case .token(let tokenID) = Actor(text: opener.by) else { continue }
            stored.openers[opener.id] = tokenID
        }
        stored.unreadable = unreadable.filter { $0.state?.isOver != true }.map(\.key)
        stored.held = try heldElsewhere(database, besides: Set(stored.requests.map(\.id.description)))
        let oldestKey = stored.lastEventAt.adding(seconds: -Board.idempotencyLifeSeconds)
        stored.opened = try Row.readableValues(
            database,
            sql: "SELECT * FROM idempotency WHERE created_at >= ?",
            arguments: [oldestKey.milliseconds],
            note: { damage.append(DamagedRow("idempotency", key: "token_id", of: $0, $1)) },
            { row in
                let idempotency = Idempotency(
                    tokenID: try row["token_id"],
                    key: try row["key"],
                    bodyDigest: try row["body_digest"]
                )
                let id: RequestID = try row.identifier("request_id", in: "idempotency")
                return (idempotency, id, try row.requiredTime("created_at"))
            }
        )
        return stored
    }

    /// Who is on an assignment of a request that the board does not hold: the tables take no other for them meanwhile.
    private static func heldElsewhere(_ database: Database, besides known: Set<String>) throws -> [Board.HeldUnit] {
        try Row.readableValues(
            database,
            sql: """
                SELECT member_id, unit, request_id FROM assignment
                WHERE state IN ('accepted', 'en-route', 'on-scene', 'transporting')
                """
        ) { row in
            guard !known.contains(try row["request_id"]) else { return nil }
            let request: String = try row["request_id"]
            return Board.HeldUnit(
                request: request,
                memberID: MemberID(try row["member_id"]),
                unit: try row.count("unit")
            )
        }
    }
}
