import DispatchCore
import GRDB

/// Erases a person from every table. Ids stay where figures hang on them; they lead to nobody any more.
extension StoreWriter {
    func erase(_ erasure: Erasure, _ database: Database) throws {
        switch erasure.subject {
        case .member(let id):
            try erase(id, database)
            for spelling in erasure.otherSpellings { try erase("member", spelling, database) }
            for endpoint in erasure.endpointIDs { try blank(endpoint: endpoint, database) }
        case .household(let id):
            for spelling in [id] + erasure.otherSpellings { try erase("household", spelling, database) }
        }
        for id in erasure.requestIDs { try erasePersonalData(of: id, at: erasure.at, database) }
        for id in erasure.callIDs {
            try database.cachedStatement(sql: "UPDATE help_request SET caller_phone = NULL WHERE id = ?")
                .execute(arguments: [id.description])
        }
        for household in erasure.notedHouseholds {
            try blank(
                erasure.words,
                in: "household",
                "notes",
                where: "edition = ? AND id = ?",
                [household.edition, household.id],
                database
            )
        }
        for id in Set(erasure.callIDs + erasure.summaryIDs) { try eraseAnswers(about: id.description, database) }
        for id in erasure.noteIDs {
            let request = try String.fetchOne(
                try database.cachedStatement(sql: "SELECT request_id FROM request_note WHERE id = ?"),
                arguments: [id]
            )
            if let request { try eraseAnswers(about: request, database) }
        }
        for id in erasure.noteIDs {
            try blank(erasure.words, in: "request_note", "text", where: "id = ?", [id], database)
        }
        for id in erasure.summaryIDs {
            try blank(erasure.words, in: "help_request", "summary", where: "id = ?", [id.description], database)
        }
        // What was answered to submissions of the last day is made anew if it is asked for.
        for word in erasure.words {
            try database.execute(
                sql: "UPDATE idempotency SET answer = NULL WHERE instr(answer, ?) > 0",
                arguments: [word]
            )
        }
        let (kind, id) = erasure.subject.named
        try database.execute(
            sql: "INSERT OR REPLACE INTO forgotten VALUES (?, ?, ?)",
            arguments: [kind, id, erasure.at.milliseconds]
        )
    }

    /// Takes rows out of the lists, by the bytes of their id.
    private func erase(_ table: String, _ id: String, _ database: Database) throws {
        try database.execute(
            sql: "DELETE FROM \(table) WHERE edition IN (SELECT id FROM edition) AND id = ?",
            arguments: [id]
        )
    }

    private func erase(_ id: MemberID, _ database: Database) throws {
        try erase("member", id.text, database)
        for sql in [
            "DELETE FROM member_status WHERE member_id = ?",
            "DELETE FROM member_history WHERE member_id = ?",
            "DELETE FROM member_link WHERE member_id = ?",
            "DELETE FROM checkpoint_member WHERE checkpoint IN (SELECT id FROM checkpoint) AND member_id = ?",
            "DELETE FROM identity_claim WHERE member_id = ?",
            // What an endpoint answers may repeat what it was told.
            """
            UPDATE attempt SET answer = NULL WHERE answer IS NOT NULL AND delivery_id IN (SELECT delivery.id FROM offer
            JOIN notice_offer ON offer_id = offer.id JOIN delivery ON delivery.notice_id = notice_offer.notice_id
            WHERE member_id = ?)
            """,
        ] {
            try database.execute(sql: sql, arguments: [id.text])
        }
        // Of no household's contacts any more; how the id is written there tells it from a longer one.
        let quoted = String(try text([id]).dropFirst().dropLast())
        try database.execute(
            sql: """
                UPDATE household SET contacts = (SELECT json_group_array(value) FROM json_each(contacts) WHERE value <> ?)
                WHERE instr(contacts, ?) > 0
                """,
            arguments: [id.text, quoted]
        )
    }

    /// An endpoint that nobody is left at: what waits for it is not sent, and address and secret go. Its row stays as long as
    /// deliveries hang on it.
    private func blank(endpoint id: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE endpoint SET url = 'erased:' || id, secret = NULL, signs_answers = 0, listed_secret_signs = 1,
                new_secret = NULL WHERE id = ? AND \(Store.isUnlistedEndpoint)
                """,
            arguments: [id]
        )
        guard database.changesCount == 1 else { return }
        try database.execute(
            sql: """
                UPDATE delivery SET state = 'cancelled', settled_at = (SELECT last_event_at FROM county)
                WHERE endpoint_id = ? AND state = 'due'
                """,
            arguments: [id]
        )
        try database.execute(
            sql: """
                UPDATE attempt SET answer = NULL, fault = NULL
                WHERE delivery_id IN (SELECT id FROM delivery WHERE endpoint_id = ?)
                """,
            arguments: [id]
        )
    }

    /// - Parameters:
    ///   - key: What tells the row, with `?` for each value.
    ///   - values: In the order of these.
    private func blank(
        _ words: [String],
        in table: String,
        _ column: String,
        where key: String,
        _ values: [any DatabaseValueConvertible],
        _ database: Database
    ) throws {
        let update = try database.cachedStatement(
            sql: "UPDATE \(table) SET \(column) = replace(\(column), ?, ?) WHERE \(key)"
        )
        for word in words { try update.execute(arguments: StatementArguments([word, Erasure.placeholder] + values)) }
    }
}

extension Erasure.Subject {
    /// As the table of the forgotten names it.
    var named: (kind: String, id: String) {
        switch self {
        case .member(let id): ("member", id.text)
        case .household(let id): ("household", id)
        }
    }
}
