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
        let sql = """
            \(Self.deliveryDetail) WHERE \(conditions.joined(separator: " AND ")) ORDER BY delivery.id DESC
            """
        let bound = arguments
        return try await readers.read { database in
            try Row.readableValues(database, sql: sql, arguments: bound, limit: limit, DeliveryDetail.init)
        }
    }

    package func delivery(_ id: Int64) async throws -> (delivery: DeliveryDetail, attempts: [AttemptDetail])? {
        try await readers.read { database in
            let found = try Row.readableValues(
                database,
                sql: "\(Self.deliveryDetail) WHERE delivery.id = ?",
                arguments: [id],
                DeliveryDetail.init
            )
            guard let delivery = found.first else { return nil }
            let attempts = try Row.readableValues(
                database,
                sql: "SELECT * FROM attempt WHERE delivery_id = ? ORDER BY number",
                arguments: [id],
                AttemptDetail.init
            )
            return (delivery, attempts)
        }
    }

    /// When messages were sent lately, by endpoint, oldest first; those that a crash cut short are not known.
    package func attemptStarts(
        since time: Timestamp
    ) async throws -> [(endpointID: Int64, channel: String, at: Timestamp)] {
        try await readers.read { database in
            try Row.readableValues(
                database,
                sql: """
                    SELECT delivery.endpoint_id, endpoint.channel, attempt.started_at FROM attempt
                    JOIN delivery ON delivery.id = delivery_id JOIN endpoint ON endpoint.id = delivery.endpoint_id
                    WHERE finished_at >= ? AND lead_delivery_id IS NULL ORDER BY started_at
                    """,
                arguments: [time.milliseconds]
            ) { (try $0["endpoint_id"], try $0["channel"], try $0.requiredTime("started_at")) }
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
            id: try row["id"],
            noticeID: try row.identifier("notice_id", in: "delivery"),
            kind: try row.choice("kind", in: "notice"),
            requestID: try row.identifier("request_id", in: "notice"),
            memberID: (try row["member_id"] as String?).map { MemberID($0) },
            endpointID: try row["endpoint_id"],
            state: try row["state"],
            createdAt: try row.requiredTime("created_at"),
            deadline: try row.requiredTime("deadline"),
            dueAt: try row.requiredTime("due_at"),
            settledAt: try row.time("settled_at"),
            attempts: try row.count("attempts")
        )
    }
}

extension Store.AttemptDetail {
    init(_ row: Row) throws {
        self.init(
            number: try row["number"],
            startedAt: try row.requiredTime("started_at"),
            finishedAt: try row.requiredTime("finished_at"),
            outcome: try row["outcome"],
            status: try row["status"],
            reason: try row["reason"],
            fault: try row["fault"],
            platformCode: try row["platform_code"],
            dnsMilliseconds: try row["dns_milliseconds"],
            connectMilliseconds: try row["connect_milliseconds"],
            tlsMilliseconds: try row["tls_milliseconds"],
            firstByteMilliseconds: try row["first_byte_milliseconds"],
            totalMilliseconds: try row["milliseconds"],
            answer: Blob.bytes(orNone: try row["answer"]),
            leadDeliveryID: try row["lead_delivery_id"]
        )
    }
}
