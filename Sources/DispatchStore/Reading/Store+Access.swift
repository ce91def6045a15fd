package import DispatchCore
import GRDB

/// Tokens and links.
extension Store {
    package func accessTokens() async throws -> [AccessTokenRecord] {
        try await pool.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM access_token ORDER BY created_at, id")
                .compactMap(AccessTokenRecord.init)
        }
    }

    /// What a link leads to; nil when there is none with this id.
    package func link(_ id: Identifier<LinkTarget>) async throws -> LinkTarget? {
        try await pool.read { database in
            let row = try Row.fetchOne(
                try database.cachedStatement(sql: "SELECT * FROM link WHERE id = ?"),
                arguments: [id.description]
            )
            guard let row else { return nil }
            if let memberID = row["member_id"] as String? { return .member(MemberID(memberID)) }
            if (row["offer_id"] as String?) != nil { return .offer(try row.identifier("offer_id", in: "link")) }
            return .requestEndpoint(
                try row.identifier("request_id", in: "link"),
                endpointID: row["endpoint_id"]
            )
        }
    }

    package func link(of member: MemberID) async throws -> Identifier<LinkTarget>? {
        try await pool.read { database in
            try String.fetchOne(
                database,
                sql: "SELECT id FROM link WHERE member_id = ?",
                arguments: [member.text]
            ).flatMap { Identifier($0) }
        }
    }

    /// The request that a desk was called for; nil when there is no such whistle.
    package func requestID(of whistle: WhistleID) async throws -> RequestID? {
        try await pool.read { database in
            try String.fetchOne(
                try database.cachedStatement(sql: "SELECT request_id FROM whistle WHERE id = ?"),
                arguments: [whistle.description]
            ).flatMap { RequestID($0) }
        }
    }

    /// The request of an offer, also of one long over; nil when there is no such offer.
    package func requestID(of offer: OfferID) async throws -> RequestID? {
        try await pool.read { database in
            try String.fetchOne(
                try database.cachedStatement(sql: "SELECT request_id FROM offer WHERE id = ?"),
                arguments: [offer.description]
            ).flatMap { RequestID($0) }
        }
    }
}
