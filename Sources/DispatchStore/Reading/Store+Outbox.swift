package import DispatchCore
import GRDB

/// What waits to be delivered.
extension Store {
    /// A delivery that is due, with all it takes to put its message together.
    package struct DueDelivery: Sendable {
        package let id: Int64
        package let noticeID: NoticeID
        package let kind: Notice.Kind
        package let endpointID: Int64
        package let endpoint: EndpointRecord
        package let attempts: Int
        package let dueAt: Timestamp
        package let createdAt: Timestamp
        package let deadline: Timestamp
        package let offerIDs: [OfferID]
        /// The call upon a desk that it is about; nil when it goes to a member.
        package let whistleID: WhistleID?
        /// The member whose offer it is about, so that a group can be told whom it is for; nil for a desk, or when they are
        /// no longer listed.
        package let recipient: (name: String, phone: String)?
        /// Where the notice goes when it does not arrive here; nil when there is nothing else.
        package let fallbackEndpointID: Int64?
        package let detail: RequestDetail
    }

    /// These deliveries, as far as they are still due.
    package func dueDeliveries(_ ids: [Int64]) async throws -> [DueDelivery] {
        try await readers.read { database in
            let find = try database.cachedStatement(sql: "\(Self.dueDelivery) WHERE delivery.id = ? AND state = 'due'")
            var requests = RequestCache()
            return try ids.compactMap { id in
                try Row.fetchOne(find, arguments: [id]).flatMap {
                    try Self.readableDelivery($0, &requests, database)
                }
            }
        }
    }

    /// Deliveries that wait, in the order in which they are due.
    package func dueDeliveries(excluding held: Set<Int64>, limit: Int) async throws -> [DueDelivery] {
        try await readers.read { database in
            let rows = try Row.fetchCursor(
                try database.cachedStatement(
                    sql: "\(Self.dueDelivery) WHERE state = 'due' ORDER BY due_at, delivery.id"
                )
            )
            var requests = RequestCache()
            var found: [DueDelivery] = []
            while found.count < limit, let row = try rows.next() {
                guard !held.contains(try row["id"]) else { continue }
                if let delivery = try Self.readableDelivery(row, &requests, database) { found.append(delivery) }
            }
            return found
        }
    }

    /// How many deliveries wait, and since when the oldest has been due.
    package func outboxDepth() async throws -> (count: Int, oldestDueAt: Timestamp?) {
        try await readers.read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT count(*) AS count, min(due_at) AS oldest FROM delivery WHERE state = 'due'"
            )
            return (try row?["count"] ?? 0, try row?.time("oldest"))
        }
    }

    private static let dueDelivery = """
        SELECT delivery.id, notice_id, delivery.endpoint_id, attempts, due_at, kind, request_id, whistle_id, created_at,
        deadline, url, channel, \(signingSecrets) AS signing_secrets
        FROM delivery JOIN notice ON notice.id = notice_id JOIN endpoint ON endpoint.id = delivery.endpoint_id
        """

    /// One request usually has several notices due at once.
    private struct RequestCache {
        private var details: [RequestID: RequestDetail] = [:]

        mutating func detail(_ id: RequestID, _ database: Database) throws -> RequestDetail? {
            if let known = details[id] { return known }
            let detail = try Store.request(id, database, hasTimeline: false)
            details[id] = detail
            return detail
        }
    }

    /// The second endpoint of a member for what goes to their first, unless it is switched off.
    private static func fallback(of member: MemberID, besides first: Int64, _ database: Database) throws -> Int64? {
        let find = try database.cachedStatement(
            sql: """
                SELECT fallback_endpoint_id FROM member JOIN endpoint ON endpoint.id = fallback_endpoint_id
                WHERE \(RosterRows.live(.members)) AND member.id = ? AND endpoint_id = ? AND disabled_at IS NULL
                """
        )
        return try Int64.fetchOne(find, arguments: [member.text, first])
    }

    /// All deliveries of a notice, to whichever endpoint.
    package func deliveries(ofNotice id: NoticeID) async throws -> [(id: Int64, endpointID: Int64, state: String)] {
        try await readers.read { database in
            try Row.fetchAll(
                try database.cachedStatement(sql: "SELECT id, endpoint_id, state FROM delivery WHERE notice_id = ?"),
                arguments: [id.description]
            ).map { (try $0["id"], try $0["endpoint_id"], try $0["state"]) }
        }
    }

    /// nil for one that cannot be read: it waits, and the others go on.
    private static func readableDelivery(
        _ row: Row,
        _ requests: inout RequestCache,
        _ database: Database
    ) throws -> DueDelivery? {
        do {
            return try delivery(row, &requests, database)
        } catch is UnreadableRow {
            return nil
        }
    }

    private static func delivery(
        _ row: Row,
        _ requests: inout RequestCache,
        _ database: Database
    ) throws -> DueDelivery? {
        let noticeID: NoticeID = try row.identifier("notice_id", in: "delivery")
        // For a request that cannot be read whole nobody is asked: what a message says might be wrong, and no yes could be
        // taken. Its messages wait until an operator is done with it.
        guard let detail = try requests.detail(try row.identifier("request_id", in: "notice"), database),
            detail.damage.isEmpty
        else { return nil }
        let offers = try String.fetchAll(
            try database.cachedStatement(sql: "SELECT offer_id FROM notice_offer WHERE notice_id = ?"),
            arguments: [noticeID.description]
        )
        let offerIDs = offers.compactMap { OfferID($0) }
        let member = offerIDs.lazy.compactMap { detail.request.offer($0)?.memberID }.first
        return DueDelivery(
            id: try row["id"],
            noticeID: noticeID,
            kind: try row.choice("kind", in: "notice"),
            endpointID: try row["endpoint_id"],
            endpoint: EndpointRecord(
                url: try row["url"],
                channel: try row["channel"],
                secret: try row["signing_secrets"]
            ),
            attempts: try row.count("attempts"),
            dueAt: try row.requiredTime("due_at"),
            createdAt: try row.requiredTime("created_at"),
            deadline: try row.requiredTime("deadline"),
            offerIDs: offerIDs,
            whistleID: (try row["whistle_id"] as String?).flatMap { WhistleID($0) },
            recipient: try member.flatMap { try contactDetails(of: [$0], database)[$0] }.map { ($0.name, $0.phone) },
            fallbackEndpointID: try member.flatMap { try fallback(of: $0, besides: row["endpoint_id"], database) },
            detail: detail
        )
    }
}
