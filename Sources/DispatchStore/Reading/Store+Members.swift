package import DispatchCore
import GRDB
package import Geospatial

/// What people look up about members.
extension Store {
    /// A member as listed, and as they are now.
    package struct MemberDetail: Sendable {
        package let record: MemberRecord
        package let isOnDuty: Bool
        package let awayUntil: Timestamp?
        /// Where they last said they were; nil at home.
        package let position: Coordinate?
        package let openAssignments:
            [(id: AssignmentID, requestID: RequestID, offerID: OfferID, state: Assignment.State)]
        /// Offers that wait for an answer, with the requests they are about.
        package let pendingOffers: [(requestID: RequestID, offerID: OfferID)]
    }

    package func member(_ id: MemberID) async throws -> MemberDetail? {
        try await readers.read { database in
            guard
                let record = try RosterRows.memberRecords(
                    database,
                    where: "member.id = ?",
                    arguments: [id.text]
                ).first
            else { return nil }
            let status = try Row.fetchOne(
                database,
                sql: "SELECT * FROM member_status WHERE member_id = ?",
                arguments: [id.text]
            )
            let assignments = try Row.fetchAll(
                database,
                sql: """
                    SELECT id, request_id, offer_id, state FROM assignment WHERE member_id = ? AND ended_at IS NULL
                    AND state IN ('accepted', 'en-route', 'on-scene', 'transporting', 'at-facility', 'admitted',
                    'discharged') ORDER BY id
                    """,
                arguments: [id.text]
            )
            let offers = try Row.fetchAll(
                database,
                sql: "SELECT request_id, id FROM offer WHERE member_id = ? AND state = 'pending' ORDER BY id",
                arguments: [id.text]
            )
            return MemberDetail(
                record: record,
                isOnDuty: status?["is_on_duty"] ?? true,
                awayUntil: status?.time("away_until"),
                position: try status?.coordinate(),
                openAssignments: try assignments.map {
                    (
                        try $0.identifier("id", in: "assignment"), try $0.identifier("request_id", in: "assignment"),
                        try $0.identifier("offer_id", in: "assignment"), try $0.choice("state", in: "assignment")
                    )
                },
                pendingOffers: try offers.map {
                    (try $0.identifier("request_id", in: "offer"), try $0.identifier("id", in: "offer"))
                }
            )
        }
    }

    /// Members in the order of their ids, after one, of a village or township or of all.
    package func members(
        villageCode: String?,
        townshipCode: String?,
        after: String?,
        limit: Int
    ) async throws -> [MemberListing] {
        try await readers.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, name, phone, village_code, transport, capabilities, is_on_duty, away_until
                    FROM member LEFT JOIN member_status ON member_id = id
                    WHERE \(RosterRows.live(.members)) AND id > ?
                    AND (? IS NULL OR village_code = ?)
                    AND (? IS NULL OR village_code IN
                        (SELECT code FROM village WHERE \(RosterRows.live(.villages)) AND township_code = ?))
                    ORDER BY id LIMIT ?
                    """,
                arguments: [after ?? "", villageCode, villageCode, townshipCode, townshipCode, limit]
            ).map { row in
                MemberListing(
                    id: MemberID(row["id"]),
                    name: row["name"],
                    phone: row["phone"],
                    villageCode: row["village_code"],
                    transport: try row.choice("transport", in: "member"),
                    capabilities: try row.words("capabilities"),
                    isOnDuty: row["is_on_duty"] ?? true,
                    awayUntil: row.time("away_until")
                )
            }
        }
    }

    package struct MemberListing: Sendable {
        package let id: MemberID
        package let name: String
        package let phone: String
        package let villageCode: String
        package let transport: Transport
        package let capabilities: [String]
        package let isOnDuty: Bool
        package let awayUntil: Timestamp?
    }

    /// Names and phones of some members, of those who are on the list in force.
    package func contactDetails(of members: [MemberID]) async throws -> [MemberID: (name: String, phone: String)] {
        guard !members.isEmpty else { return [:] }
        return try await readers.read { try Self.contactDetails(of: members, $0) }
    }

    static func contactDetails(
        of members: [MemberID],
        _ database: Database
    ) throws -> [MemberID: (name: String, phone: String)] {
        let find = try database.cachedStatement(
            sql: "SELECT name, phone FROM member WHERE \(RosterRows.live(.members)) AND id = ?"
        )
        var details: [MemberID: (name: String, phone: String)] = [:]
        for member in Set(members) {
            guard let row = try Row.fetchOne(find, arguments: [member.text]) else { continue }
            details[member] = (row["name"], row["phone"])
        }
        return details
    }
}
