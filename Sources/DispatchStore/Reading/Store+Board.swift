package import DispatchCore
import GRDB

/// The state of dispatching as the tables hold it.
extension Store {
    /// Reads the board: the tables are the snapshot, and nothing is replayed.
    package func loadBoard(policy: Policy) throws(StoreFault) -> Board { try loadBoard(policy: policy, from: pool) }

    /// The same on another connection, for one that reads more than this in one transaction.
    func loadBoard(policy: Policy, from reader: any DatabaseReader) throws(StoreFault) -> Board {
        do {
            return try reader.read { database in
                let county = try StoredCounty.fetch(database)
                var board = Board(
                    countyCode: county.code,
                    utcOffsetSeconds: county.utcOffsetSeconds,
                    policy: policy,
                    roster: try RosterRows.roster(database)
                )
                board.restore(try Self.stored(database, county))
                return board
            }
        } catch {
            throw StoreFault(error, "read the board")
        }
    }

    /// The highest number of each day, one seek in the index a day: days are few, requests are many.
    static let lastNumbersQuery = """
        WITH RECURSIVE days (day) AS (
            SELECT max(day) FROM help_request
            UNION ALL SELECT (SELECT max(day) FROM help_request WHERE day < days.day) FROM days WHERE day IS NOT NULL
        )
        SELECT day, (SELECT max(number) FROM help_request WHERE help_request.day = days.day) AS number
        FROM days WHERE day IS NOT NULL
        """

    /// What turns elapsed time into wall time, as of the last commit.
    package func clockHistory() throws(StoreFault) -> ClockHistory {
        do {
            return try pool.read { try ClockHistory.fetch($0) }
        } catch {
            throw StoreFault(error, "read the clock's steps")
        }
    }

    private static func stored(_ database: Database, _ county: StoredCounty) throws -> Board.Stored {
        var stored = Board.Stored()
        stored.position = county.journalPosition
        stored.lastEventAt = Timestamp(milliseconds: county.lastEventAtMilliseconds)
        stored.learning = try LearningRows.learning(database)
        stored.wallOffsetMilliseconds = try ClockHistory.fetch(database).offsetMilliseconds
        for row in try Row.fetchAll(database, sql: lastNumbersQuery) {
            stored.lastNumbers[row["day"]] = row["number"]
        }
        let oldestEnd = stored.lastEventAt.adding(seconds: -Board.endedRequestRetentionSeconds)
        stored.requests = try RequestRows.fetch(
            database,
            where: """
                state IN ('open', 'covered', 'on-scene', 'cleared', 'unanswered')
                OR (state IN ('closed', 'cancelled') AND ifnull(closed_at, cancelled_at) >= ?
                    AND personal_data_erased_at IS NULL)
                """,
            arguments: [oldestEnd.milliseconds]
        )
        let oldestKey = stored.lastEventAt.adding(seconds: -Board.idempotencyLifeSeconds)
        for row in try Row.fetchAll(
            database,
            sql: "SELECT * FROM idempotency WHERE created_at >= ?",
            arguments: [oldestKey.milliseconds]
        ) {
            let idempotency = Idempotency(tokenID: row["token_id"], key: row["key"], bodyDigest: row["body_digest"])
            stored.opened.append(
                (idempotency, try row.identifier("request_id", in: "idempotency"), row.requiredTime("created_at"))
            )
        }
        return stored
    }
}
