package import DispatchCore
import GRDB

/// Groups: the members who share one robot's endpoint.
extension Store {
    package struct GroupMember: Sendable {
        package let id: MemberID
        package let name: String
        package let phone: String
        /// Empty when it is not listed.
        package let village: String
    }

    /// A robot whose secret has changed in the list since is the same robot.
    private static let sameRobot = "SELECT id FROM endpoint WHERE url = (SELECT url FROM endpoint WHERE id = ?)"

    /// The members of a group by name, at most so many; those of one name only, if it is given.
    package func groupMembers(
        _ endpointID: Int64,
        name: String? = nil,
        limit: Int
    ) async throws -> [GroupMember] {
        try await readers.read { database in
            try Row.readableValues(
                database,
                sql: """
                    SELECT member.id, member.name, member.phone, village.name AS village
                    FROM member LEFT JOIN village ON code = village_code AND village.\(RosterRows.live(.villages))
                    WHERE member.\(RosterRows.live(.members)) AND (endpoint_id IN (\(Self.sameRobot)) OR fallback_endpoint_id IN (\(Self.sameRobot)))
                    AND (? IS NULL OR member.name = ?)
                    ORDER BY member.name, member.id
                    """,
                arguments: [endpointID, endpointID, name, name],
                limit: limit
            ) { row in
                GroupMember(
                    id: MemberID(try row["id"]),
                    name: try row["name"],
                    phone: try row["phone"],
                    village: try row["village"] ?? ""
                )
            }
        }
    }

    /// One of a group; nil when they are not listed with its robot.
    package func groupMember(_ id: MemberID, of endpointID: Int64) async throws -> GroupMember? {
        try await readers.read { database in
            try Row.readableValues(
                database,
                sql: """
                    SELECT id, name, phone FROM member
                    WHERE \(RosterRows.live(.members)) AND id = ?
                    AND (endpoint_id IN (\(Self.sameRobot)) OR fallback_endpoint_id IN (\(Self.sameRobot)))
                    """,
                arguments: [id.text, endpointID, endpointID]
            ) { GroupMember(id: id, name: try $0["name"], phone: try $0["phone"], village: "") }.first
        }
    }

    /// Wrong claims of identity since then.
    package func identityClaims(since time: Timestamp) async throws -> [IdentityClaim] {
        try await readers.read { database in
            try Row.readableValues(
                database,
                sql: "SELECT * FROM identity_claim WHERE last_at >= ?",
                arguments: [time.milliseconds]
            ) { row in
                IdentityClaim(
                    subject: IdentityClaim.Subject(
                        group: GroupCall(
                            requestID: try row.identifier("request_id", in: "identity_claim"),
                            endpointID: try row["endpoint_id"]
                        ),
                        memberID: MemberID(try row["member_id"])
                    ),
                    wrongCount: try row.count("wrong_count"),
                    lastAt: try row.requiredTime("last_at")
                )
            }
        }
    }
}
