package import DispatchCore
import Foundation
import GRDB

/// The journal, for those who follow it and for those who check it.
extension Store {
    /// Lines after a position, in order.
    package func journal(after position: Int64, limit: Int) async throws -> [JournalLine] {
        try await readers.read { database in
            try Row.readableValues(
                database,
                sql: """
                    SELECT journal.*, village_code, personal_data_erased_at FROM journal LEFT JOIN help_request ON help_request.id = request_id
                    WHERE position > ? ORDER BY position
                    """,
                arguments: [position],
                limit: limit,
                JournalLine.init
            )
        }
    }

    /// The first position that is still there; 1 while nothing has been pruned, the next one when nothing is left.
    package func oldestJournalPosition() async throws -> Int64 {
        try await readers.read { try Self.oldestJournalPosition($0) }
    }

    static func oldestJournalPosition(_ database: Database) throws -> Int64 {
        let oldest = try Int64.fetchOne(
            try database.cachedStatement(
                sql: "SELECT ifnull((SELECT min(position) FROM journal), journal_position + 1) FROM county"
            )
        )
        return oldest ?? 1
    }

    /// The digest of the policy that was noted last.
    package func lastPolicyDigest() async throws -> String? {
        try await readers.read { database in
            try String.fetchOne(
                database,
                sql: """
                    SELECT payload ->> '$.digest' FROM journal WHERE kind = 'policy.changed'
                    ORDER BY position DESC LIMIT 1
                    """
            ) ?? String.fetchOne(database, sql: "SELECT policy_digest FROM checkpoint WHERE state = 'live'")
        }
    }

    /// Replays the journal onto an empty board, from the checkpoint on if it was pruned: a proof that it tells the same
    /// story as the tables, not a way to start.
    package func replayJournal(onto board: inout Board) throws { try replayJournal(onto: &board, from: pool) }

    /// The same on another connection, for one that reads more than this in one transaction.
    func replayJournal(onto board: inout Board, from reader: any DatabaseReader) throws {
        try reader.read { database in
            let checkpoint = try CheckpointRows.live(database)
            if let checkpoint { try CheckpointRows.restore(checkpoint, onto: &board, database) }
            let start = checkpoint?.frame.position ?? 0
            for entry in try Self.entries(after: start, upTo: .max, limit: -1, database) { board.apply(entry) }
        }
    }

    /// - Parameter limit: How many; any negative number for all.
    static func entries(
        after position: Int64,
        upTo last: Int64,
        limit: Int,
        _ database: Database
    ) throws -> [JournalEntry] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT *, NULL AS village_code, NULL AS personal_data_erased_at FROM journal
                WHERE position > ? AND position <= ? ORDER BY position LIMIT ?
                """,
            arguments: [position, last, limit]
        ).map { row in
            let line = try JournalLine(row)
            let reader = PayloadDecoding(text: Data(line.payload.utf8), database: database)
            guard let event = try Event(kind: line.kind, read: reader), let actor = Actor(text: line.actor) else {
                throw UnreadableRow(table: "journal", column: "kind")
            }
            return JournalEntry(position: line.position, at: line.at, wall: line.wall, actor: actor, event: event)
        }
    }
}

private struct PayloadDecoding: Event.PayloadReader {
    let text: Data
    let database: Database

    func payload<Payload: Decodable>() throws -> Payload {
        do {
            return try JSONDecoder().decode(Payload.self, from: text)
        } catch {
            throw UnreadableRow(table: "journal", column: "payload")
        }
    }

    func place(of requestID: RequestID) throws -> Place {
        try RequestRows.place(of: requestID, database)
    }
}
