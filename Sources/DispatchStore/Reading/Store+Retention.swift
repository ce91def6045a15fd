package import DispatchCore
import GRDB

/// What is past its time.
extension Store {
    /// No member of any edition and no desk has it.
    static let isUnlistedEndpoint = """
        NOT EXISTS (SELECT 1 FROM member WHERE edition IN (SELECT id FROM edition) AND endpoint_id = endpoint.id)
        AND NOT EXISTS (SELECT 1 FROM member
            WHERE edition IN (SELECT id FROM edition) AND fallback_endpoint_id = endpoint.id)
        AND NOT EXISTS (SELECT 1 FROM desk WHERE endpoint_id = endpoint.id)
        """

    /// Nothing refers to it at all.
    static let isUnusedEndpoint = """
        \(isUnlistedEndpoint) AND NOT EXISTS (SELECT 1 FROM delivery WHERE endpoint_id = endpoint.id)
        AND NOT EXISTS (SELECT 1 FROM identity_claim WHERE endpoint_id = endpoint.id)
        """

    /// The moments before which things are past their time, as they were moved on to; those never moved are missing.
    package func sweepCuts() async throws -> [SweepCut: Timestamp] {
        try await readers.read { database in
            let rows = try Row.readableValues(database, sql: "SELECT kind, cut_at FROM sweep_cut") { row in
                (cut: try row.choice("kind", in: "sweep_cut") as SweepCut, at: try row.requiredTime("cut_at"))
            }
            return Dictionary(rows.map { ($0.cut, $0.at) }) { first, _ in first }
        }
    }

    /// When the oldest of the `limit` latest attempts finished; nil while there are not more than these.
    package func attemptCut(limit: Int) async throws -> Timestamp? {
        try await readers.read { database in
            try Int64.fetchOne(
                database,
                sql: "SELECT finished_at FROM attempt ORDER BY finished_at DESC LIMIT 1 OFFSET ?",
                arguments: [limit]
            ).map { Timestamp(milliseconds: $0).adding(milliseconds: 1) }
        }
    }

    package func hasAttempts(before time: Timestamp) async throws -> Bool {
        try await exists("SELECT 1 FROM attempt WHERE finished_at < ?", arguments: [time.milliseconds])
    }

    package func hasDeliveries(settledBefore time: Timestamp) async throws -> Bool {
        try await exists(
            "SELECT 1 FROM delivery WHERE settled_at IS NOT NULL AND settled_at < ?",
            arguments: [time.milliseconds]
        )
    }

    /// Endpoints of lists long replaced, at which nothing was sent lately either.
    package func unusedEndpoints(limit: Int) async throws -> [Int64] {
        try await readers.read { database in
            try Int64.fetchAll(
                database,
                sql: "SELECT id FROM endpoint WHERE \(Self.isUnusedEndpoint) ORDER BY id LIMIT ?",
                arguments: [limit]
            )
        }
    }

    /// Requests that ended before then and still say who called, those that ended first before the others.
    package func requestsToErase(endedBefore time: Timestamp, limit: Int) async throws -> [RequestID] {
        try await readers.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT id FROM help_request WHERE state IN ('closed', 'cancelled')
                    AND personal_data_erased_at IS NULL AND ifnull(closed_at, cancelled_at) < ?
                    ORDER BY ifnull(closed_at, cancelled_at) LIMIT ?
                    """,
                arguments: [time.milliseconds, limit]
            ).compactMap { RequestID($0) }
        }
    }

    /// When a request's personal data was erased; nil while it is kept.
    package func personalDataErasure(of id: RequestID) async throws -> Timestamp? {
        try await readers.read { database in
            try Int64.fetchOne(
                database,
                sql: "SELECT personal_data_erased_at FROM help_request WHERE id = ?",
                arguments: [id.description]
            ).map { Timestamp(milliseconds: $0) }
        }
    }

    /// Writes the write-ahead log into the file and empties it, so that nothing deleted is left there.
    ///
    /// It waits for nobody: while somebody reads an older state of the file, a long backup for one, it does nothing.
    ///
    /// - Returns: Whether the log is empty.
    package func emptyWriteAheadLog() async throws -> Bool {
        try await readers.onTheWriter { database in
            try database.execute(sql: "PRAGMA busy_timeout = 0")
            defer {
                // A number that SQLite takes cannot fail to be set.
                try? database.execute(sql: "PRAGMA busy_timeout = \(Int(Self.busyTimeoutSeconds * 1000))")
            }
            do {
                let row = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                return row.map { $0[0] as Int == 0 } ?? false
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                return false
            }
        }
    }
}
