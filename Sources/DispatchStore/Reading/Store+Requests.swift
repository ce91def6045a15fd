import CanonicalText
package import DispatchCore
import GRDB

/// Requests as people look at them.
extension Store {
    /// A request with what is known beside the board, the people in it and how it came about.
    package struct RequestDetail: Sendable {
        package let request: HelpRequest
        /// As its row names it: what it is called where the id cannot be read.
        package let key: String
        /// As its row says, which nothing else need bear out.
        package let storedState: HelpRequest.State?
        /// What of it cannot be read. While there is something the daemon asks nobody for it.
        package let damage: [DamagedRow]
        /// Whether its point stands for one that cannot be read.
        package let isPointUnread: Bool
        package let details: RequestDetails
        /// Names of tokens, by id, as far as they opened or changed this request.
        package let tokenNames: [String: String]
        /// Those who accepted.
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
        /// What clocks on walls showed then.
        package let wall: WallTime
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
        try request(id.description, database, hasTimeline: hasTimeline)
    }

    /// - Parameter key: The id as the row has it.
    private static func request(
        _ key: String,
        _ database: Database,
        hasTimeline: Bool
    ) throws -> RequestDetail? {
        guard
            let stored = try RequestRows.fetch(database, where: "id = ?", arguments: [key]).first,
            let details = try details(of: key, database)
        else { return nil }
        let request = stored.request
        let timeline = hasTimeline ? try timeline(of: key, database) : []
        let notes = hasTimeline ? try notes(on: key, database) : []
        return RequestDetail(
            request: request,
            key: stored.key,
            storedState: stored.state,
            damage: stored.damage,
            isPointUnread: stored.isPointUnread,
            details: details,
            tokenNames: try tokenNames(database, actors: timeline.map(\.actor) + [details.openedBy.text]),
            people: try contactDetails(of: request.assignments.map(\.memberID), database)
                .mapValues { ($0.name, $0.phone) },
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
            household: try request.householdID.flatMap { try RosterRows.household($0, database) }
        )
    }

    /// The first entry of every request.
    private static let openingKind = "request.opened"

    private static func details(of key: String, _ database: Database) throws -> RequestDetails? {
        let sql = "SELECT caller_phone, summary, opened_by, personal_data_erased_at FROM help_request WHERE id = ?"
        return try Row.values(database, sql: sql, arguments: [key]) { row in
            var details = RequestDetails(
                callerPhone: try row["caller_phone"],
                summary: try row["summary"],
                openedBy: Actor(text: try row["opened_by"]) ?? .system
            )
            // One that cannot be read says that something was erased all the same.
            details.personalDataErasedAt =
                try row["personal_data_erased_at"] as Int64? == nil
                ? nil : (try? row.time("personal_data_erased_at")) ?? Timestamp(milliseconds: 0)
            return details
        }.first
    }

    private static func timeline(of key: String, _ database: Database) throws -> [JournalLine] {
        try Row.readableValues(
            database,
            sql: """
                SELECT journal.*, NULL AS village_code, personal_data_erased_at FROM journal
                LEFT JOIN help_request ON help_request.id = request_id WHERE request_id = ? ORDER BY position
                """,
            arguments: [key],
            JournalLine.init
        )
    }

    private static func notes(on key: String, _ database: Database) throws -> [Note] {
        try Row.readableValues(
            database,
            sql: "SELECT * FROM request_note WHERE request_id = ? ORDER BY id",
            arguments: [key]
        ) { row in
            Note(at: try row.requiredTime("at"), actor: try row["actor"], kind: try row["kind"], text: try row["text"])
        }
    }

    /// How many notes of any kind a request has.
    package func noteCount(of id: RequestID) async throws -> Int {
        try await readers.read { database in
            try Int.fetchOne(
                try database.cachedStatement(sql: "SELECT count(*) FROM request_note WHERE request_id = ?"),
                arguments: [id.description]
            ) ?? 0
        }
    }

    /// Whether a request is closed or cancelled; false when there is none with this id.
    package func isOver(_ id: RequestID) async throws -> Bool {
        try await readers.read { database in
            try Bool.fetchOne(
                try database.cachedStatement(
                    sql: "SELECT state IN ('closed', 'cancelled') FROM help_request WHERE id = ?"
                ),
                arguments: [id.description]
            ) ?? false
        }
    }

    private static func desks(of request: HelpRequest, _ database: Database) throws -> [DeskID: DeskRecord] {
        let ids = Set(request.whistles.compactMap(\.deskID))
        guard !ids.isEmpty else { return [:] }
        let records = try ids.sorted().flatMap { id in
            try RosterRows.deskRecords(database, where: "desk.id = ?", arguments: [id.text])
        }
        return Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
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

    /// Requests that cannot be read, by what their rows name them, as far as they lie in a township or in all.
    ///
    /// One whose village is not known lies in no township.
    package func unreadableRequests(_ keys: [String], townshipCode: String?) async throws -> [RequestDetail] {
        try await readers.read { database in
            try keys.compactMap { try Self.request($0, database, hasTimeline: true) }
        }.filter { townshipCode == nil || $0.village?.townshipCode == townshipCode }
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
    init(_ row: Row) throws {
        self.init(
            position: try row["position"],
            at: try row.nearestTime("at"),
            wall: try row.nearestWallTime(),
            actor: try row["actor"],
            kind: try row["kind"],
            requestID: try row["request_id"],
            villageCode: try row["village_code"],
            isErased: try row["personal_data_erased_at"] as Int64? != nil,
            // What was written in another spelling stays; it is told in the one that is used today.
            payload: (try row["payload"] as String).nfc
        )
    }
}
