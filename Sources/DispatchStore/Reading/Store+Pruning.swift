package import DispatchCore
import GRDB

/// Where the journal may begin anew, and the checkpoint that goes before.
extension Store {
    /// Entries replayed in one read, some 50 ms, so that no reader holds on to an old state of the file for long.
    private static let replayStep = 2_000

    /// A checkpoint that is still to be written, and what goes with it.
    package struct PreparedCheckpoint: Sendable {
        package let id: Int64
        package let checkpoint: Checkpoint
        package let policyDigest: String?
    }

    /// The last position that need not be kept: what is older than `time`, and what exceeds `limit` entries.
    ///
    /// - Returns: nil when that is where the checkpoint in force stands already, or nothing.
    package func journalCut(before time: Timestamp, limit: Int) async throws -> Int64? {
        try await readers.read { database in
            let last = try StoredCounty.fetch(database).journalPosition
            let start = try Int64.fetchOne(database, sql: "SELECT position FROM checkpoint WHERE state = 'live'") ?? 0
            let at = try database.cachedStatement(sql: "SELECT at FROM journal WHERE position = ?")
            // Positions have no gaps and times never go back, so halving finds the place without an index on time.
            var (low, high) = (start, last)
            while low < high {
                let middle = low + (high - low + 1) / 2
                guard let entryTime = try Int64.fetchOne(at, arguments: [middle]) else {
                    throw UnreadableRow(table: "journal", column: "position")
                }
                if entryTime < time.milliseconds { low = middle } else { high = middle - 1 }
            }
            let cut = max(low, last - Int64(limit))
            return cut > start ? cut : nil
        }
    }

    /// The state of dispatching behind a position, by replaying from the checkpoint in force up to there.
    ///
    /// In many short reads on the readers' connections, so the writer goes on; it ends when its task is cancelled.
    package func prepareCheckpoint(at position: Int64) async throws -> PreparedCheckpoint {
        var (board, id, policyDigest) = try await readers.read { database in
            let county = try StoredCounty.fetch(database)
            var board = Board(
                countyCode: county.code,
                utcOffsetSeconds: county.utcOffsetSeconds,
                policy: Policy(),
                roster: try RosterRows.everybody(database)
            )
            if let live = try CheckpointRows.live(database) {
                try CheckpointRows.restore(live, onto: &board, database)
            }
            let id = try Int64.fetchOne(database, sql: "SELECT ifnull(max(id), 0) + 1 FROM checkpoint") ?? 1
            let digest = try String.fetchOne(
                database,
                sql: "SELECT policy_digest FROM checkpoint WHERE state = 'live'"
            )
            return (board, id, digest)
        }
        while board.position < position {
            try Task.checkCancellation()
            let start = board.position
            let entries = try await readers.read { database in
                try Self.entries(after: start, upTo: position, limit: Self.replayStep, database)
            }
            guard !entries.isEmpty else { throw UnreadableRow(table: "journal", column: "position") }
            for entry in entries {
                board.apply(entry)
                if case .policyChanged(let event) = entry.event { policyDigest = event.digest }
            }
            // Keeps it small. A day more than the board itself keeps, which lets go by the clock and not by entries.
            board.forgetEnded(
                at: board.lastEventAt.adding(seconds: -Board.endedRequestRetentionSeconds)
            )
            _ = board.takeChanges()
        }
        return PreparedCheckpoint(id: id, checkpoint: board.checkpoint, policyDigest: policyDigest)
    }

    /// Whether there are entries that lie behind the checkpoint in force.
    package func hasPrunedEntries() async throws -> Bool {
        try await exists(
            """
            SELECT 1 FROM journal WHERE position <= (SELECT position FROM checkpoint WHERE state = 'live') LIMIT 1
            """
        )
    }

    package func hasOldCheckpoints() async throws -> Bool {
        try await exists("SELECT 1 FROM checkpoint WHERE state <> 'live'")
    }

    func exists(_ sql: String, arguments: StatementArguments = StatementArguments()) async throws -> Bool {
        try await readers.read { try Bool.fetchOne($0, sql: "SELECT EXISTS (\(sql))", arguments: arguments) ?? false }
    }
}
