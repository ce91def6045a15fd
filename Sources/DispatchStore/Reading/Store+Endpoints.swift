package import DispatchCore
import GRDB

/// Endpoints and how they do.
extension Store {
    package struct EndpointDetail: Sendable {
        package let id: Int64
        package let record: EndpointRecord
        package let disabled: DisabledEndpoint?
        package let lastSentAt: Timestamp?
        package let lastFailedAt: Timestamp?
        /// Attempts that failed since the last one that did not.
        package let failureCount: Int
        /// Members and desks on the lists in force who are reached there.
        package let memberCount: Int
        package let deskCount: Int
        /// Deliveries that wait.
        package let waitingCount: Int
    }

    package enum EndpointFilter: String, CaseIterable, Sendable {
        case all
        /// Switched off.
        case disabled
        /// Not switched off, and the last attempt failed.
        case failing
    }

    /// In the order of their ids, after one; only those that somebody on the lists in force uses.
    package func endpoints(_ filter: EndpointFilter, after: Int64, limit: Int) async throws -> [EndpointDetail] {
        let condition =
            switch filter {
            case .all: "TRUE"
            case .disabled: "disabled_at IS NOT NULL"
            case .failing: "disabled_at IS NULL AND failure_count > 0"
            }
        return try await pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    \(Self.endpointDetail) WHERE id > ? AND \(condition)
                    AND (member_count > 0 OR desk_count > 0) ORDER BY id LIMIT ?
                    """,
                arguments: [after, limit]
            ).map(EndpointDetail.init)
        }
    }

    package func endpoint(_ id: Int64) async throws -> EndpointDetail? {
        try await pool.read { database in
            try Row.fetchOne(database, sql: "\(Self.endpointDetail) WHERE id = ?", arguments: [id])
                .map(EndpointDetail.init)
        }
    }

    /// How machines that answer for a member sign: secret and whether it must be used, of each of their endpoints.
    package func answerSigning(of member: MemberID) async throws -> [(secret: String?, isRequired: Bool)] {
        try await answerSigning(
            """
            SELECT secret, signs_answers FROM endpoint WHERE channel = 'generic' AND id IN (
                SELECT endpoint_id FROM member WHERE \(RosterRows.live(.members)) AND id = ?1 UNION
                SELECT fallback_endpoint_id FROM member WHERE \(RosterRows.live(.members)) AND id = ?1
            )
            """,
            member.text
        )
    }

    /// The same for a desk.
    package func answerSigning(of desk: DeskID) async throws -> [(secret: String?, isRequired: Bool)] {
        try await answerSigning(
            """
            SELECT secret, signs_answers FROM endpoint WHERE channel = 'generic' AND id =
                (SELECT endpoint_id FROM desk WHERE \(RosterRows.live(.desks)) AND id = ?1)
            """,
            desk.text
        )
    }

    private func answerSigning(_ sql: String, _ id: String) async throws -> [(secret: String?, isRequired: Bool)] {
        try await pool.read { database in
            try Row.fetchAll(try database.cachedStatement(sql: sql), arguments: [id])
                .map { ($0["secret"], $0["signs_answers"]) }
        }
    }

    private static var endpointDetail: String {
        """
        WITH counted AS (
            SELECT endpoint.*,
            (SELECT count(*) FROM member WHERE \(RosterRows.live(.members))
                AND (endpoint_id = endpoint.id OR fallback_endpoint_id = endpoint.id)) AS member_count,
            (SELECT count(*) FROM desk WHERE \(RosterRows.live(.desks)) AND endpoint_id = endpoint.id) AS desk_count,
            (SELECT count(*) FROM delivery WHERE endpoint_id = endpoint.id AND state = 'due') AS waiting_count
            FROM endpoint
        ) SELECT * FROM counted
        """
    }
}

extension Store.EndpointDetail {
    init(_ row: Row) throws {
        let reason: DisabledEndpoint.Reason? = try row.optionalChoice("disabled_reason", in: "endpoint")
        self.init(
            id: row["id"],
            record: EndpointRecord(
                url: row["url"],
                channel: row["channel"],
                secret: row["secret"],
                signsAnswers: row["signs_answers"]
            ),
            disabled: reason.map { DisabledEndpoint(at: row.requiredTime("disabled_at"), reason: $0) },
            lastSentAt: row.time("last_sent_at"),
            lastFailedAt: row.time("last_failed_at"),
            failureCount: row["failure_count"],
            memberCount: row["member_count"],
            deskCount: row["desk_count"],
            waitingCount: row["waiting_count"]
        )
    }
}
