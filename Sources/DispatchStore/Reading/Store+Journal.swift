package import DispatchCore
import Foundation
import GRDB

/// The journal, for those who follow it and for those who check it.
extension Store {
    /// Lines after a position, in order.
    package func journal(after position: Int64, limit: Int) async throws -> [JournalLine] {
        try await pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT journal.*, village_code FROM journal LEFT JOIN help_request ON help_request.id = request_id
                    WHERE position > ? ORDER BY position LIMIT ?
                    """,
                arguments: [position, limit]
            ).map(JournalLine.init)
        }
    }

    /// The first position that is still there; 1 while nothing has been pruned.
    package func oldestJournalPosition() async throws -> Int64 {
        try await pool.read { try Int64.fetchOne($0, sql: "SELECT ifnull(min(position), 1) FROM journal") ?? 1 }
    }

    /// The digest of the policy that was noted last.
    package func lastPolicyDigest() async throws -> String? {
        try await pool.read { database in
            try String.fetchOne(
                database,
                sql: """
                    SELECT payload ->> '$.digest' FROM journal WHERE kind = 'policy.changed'
                    ORDER BY position DESC LIMIT 1
                    """
            )
        }
    }

    /// Replays the journal onto an empty board: a proof that it tells the same story as the tables, not a way to start.
    package func replayJournal(onto board: inout Board) throws { try replayJournal(onto: &board, from: pool) }

    /// The same on another connection, for one that reads more than this in one transaction.
    func replayJournal(onto board: inout Board, from reader: any DatabaseReader) throws {
        let entries = try reader.read { database in
            try Row.fetchAll(database, sql: "SELECT journal.*, NULL AS village_code FROM journal ORDER BY position").map
            { row in
                let line = JournalLine(row)
                let reader = PayloadDecoding(text: Data(line.payload.utf8), database: database)
                guard let event = try Event(kind: line.kind, read: reader), let actor = Actor(text: line.actor) else {
                    throw UnreadableRow(table: "journal", column: "kind")
                }
                return JournalEntry(position: line.position, at: line.at, actor: actor, event: event)
            }
        }
        for entry in entries { board.apply(entry) }
    }
}

private struct PayloadDecoding: Event.PayloadReader {
    let text: Data
    let database: Database

    func payload<Payload: Decodable>() throws -> Payload {
        try JSONDecoder().decode(Payload.self, from: text)
    }

    func place(of requestID: RequestID) throws -> Place {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT village_code, latitude, longitude FROM help_request WHERE id = ?",
            arguments: [requestID.description]
        )
        guard let row else { throw UnreadableRow(table: "journal", column: "request_id") }
        return Place(
            villageCode: row["village_code"],
            coordinate: try row.requiredCoordinate(in: "help_request")
        )
    }
}
