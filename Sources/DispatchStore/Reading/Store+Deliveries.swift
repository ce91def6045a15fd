package import DispatchCore
import GRDB

/// What was sent where, and what came of each attempt.
extension Store {
    package struct DeliveryDetail: Sendable {
        package let id: Int64
        package let noticeID: NoticeID
        package let kind: Notice.Kind
        package let requestID: RequestID
        /// nil when it goes to a desk.
        package let memberID: MemberID?
        package let endpointID: Int64
        package let state: String
        package let createdAt: Timestamp
        /// Delivered by then or given up.
        package let deadline: Timestamp
        package let dueAt: Timestamp
        package let settledAt: Timestamp?
        package let attempts: Int
    }

    package struct AttemptDetail: Sendable {
        package let number: Int
        package let startedAt: Timestamp
        package let finishedAt: Timestamp
        package let outcome: String
        package let status: Int?
        package let reason: String?
        package let fault: String?
        package let platformCode: String?
        package let dnsMilliseconds: Int?
        package let connectMilliseconds: Int?
        package let tlsMilliseconds: Int?
        package let firstByteMilliseconds: Int?
        package let totalMilliseconds: Double?
        /// The beginning of the answer's body.
        package let answer: [UInt8]
        /// The delivery whose message brought this one along.
        package let leadDeliveryID: Int64?
    }

    /// What to look for; nil is no condition.
    package struct DeliveryFilter: Sendable {
        package var endpointID: Int64?
        package var requestID: RequestID?
        package var state: String?

        package init(endpointID: Int64? = nil, requestID: RequestID? = nil, state: String? = nil) {
            self.endpointID = endpointID
            self.requestID = requestID
            self.state = state
        }
    }

    /// Newest first, before one.
    package func deliveries(_ filter: DeliveryFilter, before: Int64, limit: Int) async throws -> [DeliveryDetail] {
        // The conditions are put together here and not with `OR`, so that each finds its index.
        var conditions = ["delivery.id < ?"]
        var arguments: StatementArguments = [before]
        if let id = filter.endpointID {
            conditions.append("endpoint_id = ?")
            arguments += [id]
        }
        if let id = filter.requestID {
            conditions.append("notice_id IN (SELECT id FROM notice WHERE request_id = ?)")
            arguments += [id.description]
        }
        if let state = filter.state {
            conditions.append("state = ?")
            arguments += [state]
        }
        arguments += [limit]
        let sql = """
            \(Self.deliveryDetail) WHERE \(conditions.joined(separator: " AND "))
            ORDER BY delivery.id DESC LIMIT ?
            """
        let bound = arguments
        return try await readers.read { database in
            try Row.fetchAll(database, sql: sql, arguments: bound).map(DeliveryDetail.init)
        }
    }

    package func delivery(_ id: Int64) async throws -> (delivery: DeliveryDetail, attempts: [AttemptDetail])? {
        try await readers.read { database in
            guard
                let row = try Row.fetchOne(
                    database,
                    sql: "\(Self.deliveryDetail) WHERE delivery.id = ?",
                    arguments: [id]
                )
            else { return nil }
            let attempts = try Row.fetchAll(
                database,
                sql: "SELECT * FROM attempt WHERE delivery_id = ? ORDER BY number",
                arguments: [id]
            )
            return (try DeliveryDetail(row), attempts.map(AttemptDetail.init))
        }
    }

    /// When messages were sent lately, by endpoint, oldest first; those that a crash cut short are not known.
    package func attemptStarts(
        since time: Timestamp
    ) async throws -> [(endpointID: Int64, channel: String, at: Timestamp)] {
        try await readers.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT delivery.endpoint_id, endpoint.channel, attempt.started_at FROM attempt
                    JOIN delivery ON delivery.id = delivery_id JOIN endpoint ON endpoint.id = delivery.endpoint_id
                    WHERE finished_at >= ? AND lead_delivery_id IS NULL ORDER BY started_at
                    """,
                arguments: [time.milliseconds]
            ).map { ($0["endpoint_id"], $0["channel"], $0.requiredTime("started_at")) }
        }
    }

    private static let deliveryDetail = """
        SELECT delivery.*, notice.kind, notice.request_id, notice.member_id, notice.created_at, notice.deadline
        FROM delivery JOIN notice ON notice.id = notice_id
        """
}

extension Store.DeliveryDetail {
    init(_ row: Row) throws {
        self.init(
            id: row["id"],
            noticeID: try row.identifier("notice_id", in: "delivery"),
            kind: try row.choice("kind", in: "notice"),
            requestID: try row.identifier("request_id", in: "notice"),
            memberID: (row["member_id"] as String?).map { MemberID($0) },
            endpointID: row["endpoint_id"],
            state: row["state"],
            createdAt: row.requiredTime("created_at"),
            deadline: row.requiredTime("deadline"),
            dueAt: row.requiredTime("due_at"),
            settledAt: row.time("settled_at"),
            attempts: row["attempts"]
        )
    }
}

extension Store.AttemptDetail {
    init(_ row: Row) {
        self.init(
            number: row["number"],
            startedAt: row.requiredTime("started_at"),
            finishedAt: row.requiredTime("finished_at"),
            outcome: row["outcome"],
            status: row["status"],
            reason: row["reason"],
            fault: row["fault"],
            platformCode: row["platform_code"],
            dnsMilliseconds: row["dns_milliseconds"],
            connectMilliseconds: row["connect_milliseconds"],
            tlsMilliseconds: row["tls_milliseconds"],
            firstByteMilliseconds: row["first_byte_milliseconds"],
            totalMilliseconds: row["milliseconds"],
            answer: Blob.bytes(orNone: row["answer"]),
            leadDeliveryID: row["lead_delivery_id"]
        )
    }
}
