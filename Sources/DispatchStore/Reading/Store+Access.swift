package import DispatchCore
import GRDB

/// Tokens and links.
extension Store {
    package func accessTokens() async throws -> [AccessTokenRecord] {
        try await readers.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM access_token ORDER BY created_at, id")
                .compactMap(AccessTokenRecord.init)
        }
    }

    /// Whose page a link leads to; nil when there is none with this id.
    package func member(ofLink id: MemberLinkID) async throws -> MemberID? {
        try await readers.read { database in
            try String.fetchOne(
                try database.cachedStatement(sql: "SELECT member_id FROM member_link WHERE id = ?"),
                arguments: [id.description]
            ).map { MemberID($0) }
        }
    }

    package func link(of member: MemberID) async throws -> MemberLinkID? {
        try await readers.read { database in
            try String.fetchOne(
                database,
                sql: "SELECT id FROM member_link WHERE member_id = ?",
                arguments: [member.text]
            ).flatMap { Identifier($0) }
        }
    }

    /// Signed answers taken since then.
    package func signedAnswers(since time: Timestamp) async throws -> [(id: String, at: Timestamp)] {
        try await readers.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM signed_answer WHERE taken_at >= ?",
                arguments: [time.milliseconds]
            ).map { ($0["id"], $0.requiredTime("taken_at")) }
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
            let found = try Row.values(
                database,
                sql: "SELECT request_id, member_id FROM offer WHERE id = ?",
                arguments: [offer.description]
            ) { row in
                (
                    request: try row.identifier("request_id", in: "offer") as RequestID,
                    member: MemberID(row["member_id"])
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
