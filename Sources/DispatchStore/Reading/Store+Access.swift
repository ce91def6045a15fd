package import DispatchCore
import GRDB

/// Tokens and links.
extension Store {
    package func accessTokens() async throws -> [AccessTokenRecord] {
        try await readers.read { database in
            try Row.readableValues(
                database,
                sql: "SELECT * FROM access_token ORDER BY created_at, id",
                AccessTokenRecord.init
            )
        }
    }

    /// A token, also one that is revoked or expired; nil when there is none with this id.
    package func accessToken(_ id: String) async throws -> AccessTokenRecord? {
        try await readers.read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM access_token WHERE id = ?", arguments: [id])
                .flatMap(AccessTokenRecord.init)
        }
    }

    /// Whose page a link leads to; nil when there is none with this id, or it is suspended.
    package func member(ofLink id: MemberLinkID) async throws -> MemberID? {
        try await readers.read { database in
            try String.fetchOne(
                try database.cachedStatement(
                    sql: "SELECT member_id FROM member_link WHERE id = ? AND suspended_at IS NULL"
                ),
                arguments: [id.description]
            ).map { MemberID($0) }
        }
    }

    /// The link to a member's page, the latest of several; nil when none leads there.
    package func link(of member: MemberID) async throws -> MemberLinkID? {
        try await readers.read { database in
            try String.fetchOne(
                database,
                sql: """
                    SELECT id FROM member_link WHERE member_id = ? AND suspended_at IS NULL
                    ORDER BY created_at DESC, id DESC LIMIT 1
                    """,
                arguments: [member.text]
            ).flatMap { Identifier($0) }
        }
    }

    /// Signed answers taken since then.
    package func signedAnswers(since time: Timestamp) async throws -> [(id: String, at: Timestamp)] {
        try await readers.read { database in
            try Row.readableValues(
                database,
                sql: "SELECT * FROM signed_answer WHERE taken_at >= ?",
                arguments: [time.milliseconds]
            ) { (try $0["id"], try $0.requiredTime("taken_at")) }
        }
    }

    /// The request that a desk was called for; nil when there is no such whistle.
    package func requestID(of whistle: WhistleID) async throws -> RequestID? {
        try await readers.read { database in
            try String.fetchOne(
                try database.cachedStatement(sql: "SELECT request_id FROM whistle WHERE id = ?"),
                arguments: [whistle.description]
            ).flatMap { RequestID($0) }
        }
    }

    /// Whom an offer was made to and for what, and how their machine's answers are signed.
    package struct OfferParties: Sendable {
        package let requestID: RequestID
        package let memberID: MemberID
        package let answerSigning: [AnswerSigning]
    }

    /// The parties to an offer, also to one long over; nil when there is no such offer.
    package func parties(to offer: OfferID) async throws -> OfferParties? {
        try await readers.read { database in
            let found = try Row.readableValues(
                database,
                sql: "SELECT request_id, member_id FROM offer WHERE id = ?",
                arguments: [offer.description]
            ) { row in
                (
                    request: try row.identifier("request_id", in: "offer") as RequestID,
                    member: MemberID(try row["member_id"])
                )
            }
            return try found.first.map { request, member in
                OfferParties(
                    requestID: request,
                    memberID: member,
                    answerSigning: try Self.answerSigning(of: member, database)
                )
            }
        }
    }
}
