package import DispatchCore
import GRDB

/// Requests as people look at them.
extension Store {
    /// A request with what is known beside the board, the people in it and how it came about.
    package struct RequestDetail: Sendable {
        package let request: HelpRequest
        package let details: RequestDetails
        /// Names of tokens, by id, as far as they opened or changed this request.
        package let tokenNames: [String: String]
        package let people: [MemberID: (name: String, phone: String)]
        /// The desks that were called, as far as they are still listed.
        package let desks: [DeskID: DeskRecord]
        package let timeline: [JournalLine]
        /// The first position that the journal still has, when the beginning of the timeline is there no more; else nil.
        package let timelineStart: Int64?
        package let notes: [Note]
        package let village: Village?
        package let household: HouseholdRecord?
    }

    package struct Note: Sendable {
        package let at: Timestamp
        package let actor: String
        package let kind: String
        package let text: String
    }

    /// An entry of the journal as it stands there.
    package struct JournalLine: Sendable {
        package let position: Int64
        package let at: Timestamp
        package let actor: String
        package let kind: String
        package let requestID: String?
        /// The village of the request, when lines are read for followers.
        package let villageCode: String?
        /// Whether its request's household and contacts are not to be told any more.
        package let isErased: Bool
        /// A JSON object.
        package let payload: String
    }

    /// - Parameter hasTimeline: Whether the journal and the notes are wanted too; a message and an answer need neither.
    package func request(_ id: RequestID, hasTimeline: Bool) async throws -> RequestDetail? {
        try await readers.read { try Self.request(id, $0, hasTimeline: hasTimeline) }
    }

    static func request(
        _ id: RequestID,
        _ database: Database,
        hasTimeline: Bool
    ) throws -> RequestDetail? {
        guard
            let request = try RequestRows.fetch(database, where: "id = ?", arguments: [id.description]).first,
            let row = try Row.fetchOne(
                try database.cachedStatement(
                    sql: """
                        SELECT caller_phone, summary, opened_by, personal_data_erased_at FROM help_request WHERE id = ?
                        """
                ),
                arguments: [id.description]
            )
        else { return nil }
        let timeline = hasTimeline ? try timeline(of: id, database) : []
        let notes = hasTimeline ? try notes(on: id, database) : []
        let openedBy = Actor(text: row["opened_by"]) ?? .system
        var details = RequestDetails(
            callerPhone: row["caller_phone"],
            summary: row["summary"],
            openedBy: openedBy
        )
        details.personalDataErasedAt = row.time("personal_data_erased_at")
        return RequestDetail(
            request: request,
            details: details,
            tokenNames: try tokenNames(database, actors: timeline.map(\.actor) + [openedBy.text]),
            people: try contactDetails(of: request.assignments.map(\.memberID), database),
            desks: try desks(of: request, database),
            timeline: timeline,
            timelineStart: hasTimeline && timeline.first?.kind != Self.openingKind
                ? try oldestJournalPosition(database) : nil,
            notes: notes,
            village: try RosterRows.villages(
                database,
                where: "\(RosterRows.live(.villages)) AND code = ?",
                arguments: [request.place.villageCode]
            ).first,
            household: try request.householdID.flatMap { try household($0, database) }
        )
    }

    /// The first entry of every request.
    private static let openingKind = "request.opened"

    private static func timeline(of id: RequestID, _ database: Database) throws -> [JournalLine] {
        try Row.values(
            database,
            sql: """
                SELECT journal.*, NULL AS village_code, personal_data_erased_at FROM journal
                LEFT JOIN help_request ON help_request.id = request_id WHERE request_id = ? ORDER BY position
                """,
            arguments: [id.description],
            JournalLine.init
        )
    }

    private static func notes(on id: RequestID, _ database: Database) throws -> [Note] {
        try Row.values(
            database,
            sql: "SELECT * FROM request_note WHERE request_id = ? ORDER BY id",
            arguments: [id.description]
        ) { Note(at: $0.requiredTime("at"), actor: $0["actor"], kind: $0["kind"], text: $0["text"]) }
    }

    private static func desks(of request: HelpRequest, _ database: Database) throws -> [DeskID: DeskRecord] {
        let ids = Set(request.whistles.compactMap(\.deskID))
        guard !ids.isEmpty else { return [:] }
        let records = try ids.sorted().flatMap { id in
            try RosterRows.deskRecords(database, where: "desk.id = ?", arguments: [id.text])
        }
        return Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
    }

    private static func household(_ id: String, _ database: Database) throws -> HouseholdRecord? {
        try Row.fetchOne(
            try database.cachedStatement(
                sql: "SELECT * FROM household WHERE \(RosterRows.live(.households)) AND id = ?"
            ),
            arguments: [id]
        ).map(RosterRows.householdRecord)
    }

    private static func tokenNames(_ database: Database, actors: [String]) throws -> [String: String] {
        let find = try database.cachedStatement(sql: "SELECT name FROM access_token WHERE id = ?")
        var names: [String: String] = [:]
        for actor in Set(actors) {
            guard case .token(let id) = Actor(text: actor) else { continue }
            names[id] = try String.fetchOne(find, arguments: [id])
        }
        return names
    }

    /// Newest first, before one, in some states, of a township or of all.
    package func requestIDs(
        states: [HelpRequest.State],
        townshipCode: String?,
        before: RequestID?,
        limit: Int
    ) async throws -> [RequestID] {
        let wanted = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try await readers.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT id FROM help_request WHERE id < ?
                    \(states.isEmpty ? "" : "AND state IN (\(wanted))")
                    AND (? IS NULL OR village_code IN
                        (SELECT code FROM village WHERE \(RosterRows.live(.villages)) AND township_code = ?))
                    ORDER BY id DESC LIMIT ?
                    """,
                arguments: [before?.description ?? "g", townshipCode, townshipCode, limit]
            ).compactMap { RequestID($0) }
        }
    }

    package func requests(_ ids: [RequestID]) async throws -> [RequestDetail] {
        try await readers.read { database in try ids.compactMap { try Self.request($0, database, hasTimeline: true) } }
    }

    /// The request with this number of the day; nil when there is none.
    package func requestID(number: Int, day: Int) async throws -> RequestID? {
        try await readers.read { database in
            try String.fetchOne(
                database,
                sql: "SELECT id FROM help_request WHERE day = ? AND number = ?",
                arguments: [day, number]
            ).flatMap { RequestID($0) }
        }
    }

    /// The village of a request, for the scope of whoever asks; nil when there is no such request.
    package func villageCode(of id: RequestID) async throws -> String? {
        try await readers.read { database in
            try String.fetchOne(
                database,
                sql: "SELECT village_code FROM help_request WHERE id = ?",
                arguments: [id.description]
            )
        }
    }

    /// What was answered to a submission with this key, if it is known by now.
    package func idempotencyAnswer(tokenID: String, key: String) async throws -> String? {
        try await readers.read { database in
            try String.fetchOne(
                database,
                sql: "SELECT answer FROM idempotency WHERE token_id = ? AND key = ?",
                arguments: [tokenID, key]
            )
        }
    }
}

extension Store.JournalLine {
    init(_ row: Row) {
        self.init(
            position: row["position"],
            at: row.requiredTime("at"),
            actor: row["actor"],
            kind: row["kind"],
            requestID: row["request_id"],
            villageCode: row["village_code"],
            isErased: row.time("personal_data_erased_at") != nil,
            payload: row["payload"]
        )
    }
}
