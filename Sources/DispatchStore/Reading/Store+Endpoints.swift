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
        package let rotation: Rotation
    }

    /// How far the change from the listed secret to a new one has come.
    package enum Rotation: String, Sendable {
        case none
        /// Both sign.
        case both
        /// The new one alone signs.
        case new
    }

    /// The secrets that sign, while one takes the place of another both (`WebhookSecret.all`).
    static let signingSecrets = """
        CASE WHEN new_secret IS NULL THEN secret
        WHEN listed_secret_signs = 1 AND secret IS NOT NULL THEN new_secret || ' ' || secret
        ELSE new_secret END
        """

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
        return try await readers.read { database in
            try Row.readableValues(
                database,
                sql: """
                    \(Self.endpointDetail) WHERE id > ? AND \(condition)
                    AND (member_count > 0 OR desk_count > 0) ORDER BY id
                    """,
                arguments: [after],
                limit: limit,
                EndpointDetail.init
            )
        }
    }

    /// Endpoints in use whose last test is older than this, the oldest first; for those that are not reached it is the later
    /// time that counts.
    package func endpointsToTest(
        testedBefore time: Timestamp,
        ifUnreached retestTime: Timestamp,
        limit: Int
    ) async throws -> [Int64] {
        try await readers.read { database in
            try Int64.fetchAll(
                database,
                sql: """
                    SELECT id FROM endpoint WHERE disabled_at IS NULL
                    AND ifnull(last_tested_at, 0) < CASE WHEN unreached_since IS NULL THEN ?1 ELSE max(?1, ?2) END
                    AND (EXISTS (SELECT 1 FROM member WHERE \(RosterRows.live(.members))
                            AND (endpoint_id = endpoint.id OR fallback_endpoint_id = endpoint.id))
                        OR EXISTS (SELECT 1 FROM desk WHERE \(RosterRows.live(.desks)) AND endpoint_id = endpoint.id))
                    ORDER BY ifnull(last_tested_at, 0), id LIMIT ?3
                    """,
                arguments: [time.milliseconds, retestTime.milliseconds, limit]
            )
        }
    }

    /// How many that somebody on the lists in force uses are switched off, and how many others the last message or test did
    /// not reach.
    package func endpointTroubles() async throws -> (disabled: Int, unreached: Int) {
        try await readers.read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*) FILTER (WHERE disabled_at IS NOT NULL) AS disabled,
                    count(*) FILTER (WHERE disabled_at IS NULL) AS unreached
                    FROM endpoint WHERE (disabled_at IS NOT NULL OR unreached_since IS NOT NULL)
                    AND (EXISTS (SELECT 1 FROM member WHERE \(RosterRows.live(.members))
                            AND (endpoint_id = endpoint.id OR fallback_endpoint_id = endpoint.id))
                        OR EXISTS (SELECT 1 FROM desk WHERE \(RosterRows.live(.desks)) AND endpoint_id = endpoint.id))
                    """
            )
            return (try row?["disabled"] ?? 0, try row?["unreached"] ?? 0)
        }
    }

    package func endpoint(_ id: Int64) async throws -> EndpointDetail? {
        try await readers.read { database in
            try Row.readableValues(
                database,
                sql: "\(Self.endpointDetail) WHERE id = ?",
                arguments: [id],
                EndpointDetail.init
            ).first
        }
    }

    /// How machines sign their answers.
    package struct AnswerSigning: Sendable {
        package let secret: String?
        package let isRequired: Bool
    }

    /// How machines that answer for a member sign, by each of their endpoints.
    package func answerSigning(of member: MemberID) async throws -> [AnswerSigning] {
        try await readers.read { try Self.answerSigning(of: member, $0) }
    }

    static func answerSigning(of member: MemberID, _ database: Database) throws -> [AnswerSigning] {
        try answerSigning(
            """
            SELECT \(Self.signingSecrets) AS signing_secrets, signs_answers FROM endpoint WHERE channel = 'generic' AND id IN (
                SELECT endpoint_id FROM member WHERE \(RosterRows.live(.members)) AND id = ?1 UNION
                SELECT fallback_endpoint_id FROM member WHERE \(RosterRows.live(.members)) AND id = ?1
            )
            """,
            member.text,
            database
        )
    }

    /// The same for a desk.
    package func answerSigning(of desk: DeskID) async throws -> [AnswerSigning] {
        try await readers.read { database in
            try Self.answerSigning(
                """
                SELECT \(Self.signingSecrets) AS signing_secrets, signs_answers FROM endpoint
                WHERE channel = 'generic' AND id =
                    (SELECT endpoint_id FROM desk WHERE \(RosterRows.live(.desks)) AND id = ?1)
                """,
                desk.text,
                database
            )
        }
    }

    private static func answerSigning(_ sql: String, _ id: String, _ database: Database) throws -> [AnswerSigning] {
        try Row.values(database, sql: sql, arguments: [id]) { row in
            AnswerSigning(secret: try row["signing_secrets"], isRequired: try row["signs_answers"])
        }
    }

    private static var endpointDetail: String {
        """
        WITH counted AS (
            SELECT endpoint.*, \(signingSecrets) AS signing_secrets,
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
            id: try row["id"],
            record: EndpointRecord(
                url: try row["url"],
                channel: try row["channel"],
                secret: try row["signing_secrets"],
                signsAnswers: try row["signs_answers"]
            ),
            disabled: try reason.map { DisabledEndpoint(at: try row.requiredTime("disabled_at"), reason: $0) },
            lastSentAt: try row.time("last_sent_at"),
            lastFailedAt: try row.time("last_failed_at"),
            failureCount: try row["failure_count"],
            memberCount: try row["member_count"],
            deskCount: try row["desk_count"],
            waitingCount: try row["waiting_count"],
            rotation: (try row["new_secret"] as String?) == nil ? .none : try row["listed_secret_signs"] ? .both : .new
        )
    }
}
