import CanonicalText
package import DispatchCore
import GRDB

/// What there is of a person who is to be forgotten.
extension Store {
    /// A shorter name or number stands in too many words that are about others.
    private static let nameMinimumCharacters = 2
    private static let phoneMinimumDigits = 5

    /// - Returns: nil when nothing is known of a member of this id.
    package func erasure(ofMember id: MemberID, at time: Timestamp) async throws -> Erasure? {
        try await readers.read { database -> Erasure? in
            let otherSpellings = try Self.otherSpellings(of: id.text, in: "member", database)
            let rows = try ([id.text] + otherSpellings).flatMap { spelling in
                try Row.fetchAll(
                    database,
                    sql: "SELECT name, phone FROM member WHERE edition IN (SELECT id FROM edition) AND id = ?",
                    arguments: [spelling]
                )
            }
            let isKnown = try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM member_status WHERE member_id = ?1)
                    OR EXISTS (SELECT 1 FROM member_history WHERE member_id = ?1)
                    OR EXISTS (SELECT 1 FROM member_link WHERE member_id = ?1)
                    """,
                arguments: [id.text]
            )
            guard !rows.isEmpty || isKnown == true else { return nil }
            var erasure = Erasure(.member(id), at: time)
            erasure.otherSpellings = otherSpellings
            // Their phone wherever it stands; their name, which others bear too, where they were asked.
            try Self.findTexts(with: try Self.phones(rows), of: nil, [], &erasure, database)
            let names = try Set(rows.map { try $0["name"] as String }).filter { $0.count >= Self.nameMinimumCharacters }
            let theirs = "SELECT request_id FROM offer WHERE member_id = ?"
            try Self.findTexts(with: names, of: theirs, [id.text], &erasure, database)
            erasure.notedHouseholds = try Self.households(noting: try Self.phones(rows), names, contact: id, database)
            erasure.endpointIDs = try Int64.fetchAll(
                database,
                sql: """
                    SELECT endpoint_id FROM member WHERE edition IN (SELECT id FROM edition) AND id = ?1
                    AND endpoint_id IS NOT NULL UNION
                    SELECT fallback_endpoint_id FROM member WHERE edition IN (SELECT id FROM edition) AND id = ?1
                    AND fallback_endpoint_id IS NOT NULL UNION
                    SELECT delivery.endpoint_id FROM offer JOIN notice_offer ON offer_id = offer.id
                    JOIN delivery ON delivery.notice_id = notice_offer.notice_id WHERE offer.member_id = ?1
                    """,
                arguments: [id.text]
            )
            for call in try Self.calls(from: rows, database) {
                erasure.callIDs.append(call.id)
                if let open = call.openCase { erasure.openCalls.append(open) }
            }
            return erasure
        }
    }

    /// - Returns: nil when nothing is known of a household of this id.
    package func erasure(ofHousehold id: String, at time: Timestamp) async throws -> Erasure? {
        try await readers.read { database -> Erasure? in
            let otherSpellings = try Self.otherSpellings(of: id, in: "household", database)
            let rows = try ([id] + otherSpellings).flatMap { spelling in
                try Row.fetchAll(
                    database,
                    sql: "SELECT name, phone FROM household WHERE edition IN (SELECT id FROM edition) AND id = ?",
                    arguments: [spelling]
                )
            }
            let theirs = try String.fetchAll(
                database,
                sql: "SELECT id FROM help_request WHERE household_id = ?",
                arguments: [id]
            ).compactMap { RequestID($0) }
            guard !rows.isEmpty || !theirs.isEmpty else { return nil }
            var erasure = Erasure(.household(id), at: time)
            erasure.otherSpellings = otherSpellings
            try Self.findTexts(with: try Self.phones(rows), of: nil, [], &erasure, database)
            erasure.requestIDs = Set(theirs + (try Self.calls(from: rows, database).map(\.id))).sorted()
            return erasure
        }
    }

    /// Ids in lists that are this one and are not written like it.
    private static func otherSpellings(
        of id: String,
        in table: String,
        _ database: Database
    ) throws -> [String] {
        let ids = try String.fetchCursor(
            database,
            sql: "SELECT DISTINCT id FROM \(table) WHERE edition IN (SELECT id FROM edition) AND id GLOB '*[^ -~]*'"
        )
        var found: [String] = []
        while let other = try ids.next() {
            if other == id, !other.isSpelled(like: id) { found.append(other) }
        }
        return found
    }

    /// When a person was forgotten; nil when they never were.
    package func forgottenAt(_ subject: Erasure.Subject) async throws -> Timestamp? {
        try await readers.read { database in
            try Int64.fetchOne(
                database,
                sql: "SELECT at FROM forgotten WHERE kind = ? AND id = ?",
                arguments: [subject.named.kind, subject.named.id]
            ).map { Timestamp(milliseconds: $0) }
        }
    }

    /// Finds the texts in which these words stand, all of them or those of some requests.
    private static func findTexts(
        with words: Set<String>,
        of requests: String?,
        _ arguments: StatementArguments,
        _ erasure: inout Erasure,
        _ database: Database
    ) throws {
        for word in words.sorted() {
            erasure.noteIDs += try Int64.fetchAll(
                database,
                sql: """
                    SELECT id FROM request_note WHERE instr(text, ?) > 0
                    \(requests.map { "AND request_id IN (\($0))" } ?? "")
                    """,
                arguments: [word] + arguments
            )
            erasure.summaryIDs += try String.fetchAll(
                database,
                sql: """
                    SELECT id FROM help_request WHERE instr(summary, ?) > 0
                    \(requests.map { "AND id IN (\($0))" } ?? "")
                    """,
                arguments: [word] + arguments
            ).compactMap { RequestID($0) }
        }
        erasure.noteIDs = Set(erasure.noteIDs).sorted()
        erasure.summaryIDs = Set(erasure.summaryIDs).sorted()
        erasure.words = Set(erasure.words).union(words).sorted { ($1.count, $0) < ($0.count, $1) }
    }

    /// Finds notes on lists: a phone in any of them, a name where they are among the contacts.
    private static func households(
        noting phones: Set<String>,
        _ names: Set<String>,
        contact id: MemberID,
        _ database: Database
    ) throws -> [Erasure.ListedHousehold] {
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT edition, id, contacts, notes FROM household WHERE edition IN (SELECT id FROM edition)"
        )
        var found: [Erasure.ListedHousehold] = []
        while let row = try rows.next() {
            let notes: String = try row["notes"]
            guard !notes.isEmpty else { continue }
            let contacts: String = try row["contacts"]
            let isNoted =
                phones.contains { notes.contains($0) }
                || (contacts.contains(id.text) && names.contains { notes.contains($0) })
            if isNoted { found.append(Erasure.ListedHousehold(edition: try row["edition"], id: try row["id"])) }
        }
        return found
    }

    /// The phones of a person as they are listed, and their bare digits.
    private static func phones(_ rows: [Row]) throws -> Set<String> {
        try Set(rows.flatMap { [try $0["phone"] as String, PhoneNumber.digits(try $0["phone"] as String)] })
            .filter { PhoneNumber.digits($0).count >= phoneMinimumDigits }
    }

    private struct PhonedCall {
        let id: RequestID
        /// nil when it is over.
        let openCase: Refusal.OpenCase?
    }

    /// Requests that were called in from one of these phones.
    private static func calls(from rows: [Row], _ database: Database) throws -> [PhonedCall] {
        let phones = try Set(rows.map { PhoneNumber.digits(try $0["phone"] as String) })
            .filter { $0.count >= phoneMinimumDigits }
        guard !phones.isEmpty else { return [] }
        let calls = try Row.fetchCursor(
            database,
            sql: "SELECT id, number, caller_phone, state FROM help_request WHERE caller_phone IS NOT NULL ORDER BY id"
        )
        var found: [PhonedCall] = []
        while let row = try calls.next() {
            guard phones.contains(PhoneNumber.digits(try row["caller_phone"] as String)) else { continue }
            let id: RequestID = try row.identifier("id", in: "help_request")
            let state: HelpRequest.State = try row.choice("state", in: "help_request")
            found.append(
                PhonedCall(id: id, openCase: state.isOver ? nil : Refusal.OpenCase(id: id, number: try row["number"]))
            )
        }
        return found
    }
}
