package import DispatchCore
import GRDB
package import Geospatial

/// What people look up about members.
extension Store {
    /// A member as listed, and as they are now.
    package struct MemberDetail: Sendable {
        package let record: MemberRecord
        package let isOnDuty: Bool
        package let awayUntil: WallTime?
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
            let status = try Row.readableValues(
                database,
                sql: "SELECT * FROM member_status WHERE member_id = ?",
                arguments: [id.text],
                RosterRows.status
            ).first
            let assignments = try Row.readableValues(
                database,
                sql: """
                    SELECT id, request_id, offer_id, state FROM assignment WHERE member_id = ? AND ended_at IS NULL
                    AND state IN ('accepted', 'en-route', 'on-scene', 'transporting', 'at-facility', 'admitted',
                    'discharged') ORDER BY id
                    """,
                arguments: [id.text]
            ) { row -> (id: AssignmentID, requestID: RequestID, offerID: OfferID, state: Assignment.State) in
                (
                    try row.identifier("id", in: "assignment"), try row.identifier("request_id", in: "assignment"),
                    try row.identifier("offer_id", in: "assignment"), try row.choice("state", in: "assignment")
                )
            }
            let offers = try Row.readableValues(
                database,
                sql: "SELECT request_id, id FROM offer WHERE member_id = ? AND state = 'pending' ORDER BY id",
                arguments: [id.text]
            ) { row -> (requestID: RequestID, offerID: OfferID) in
                (try row.identifier("request_id", in: "offer"), try row.identifier("id", in: "offer"))
            }
            return MemberDetail(
                record: record,
                isOnDuty: status?.isOnDuty ?? true,
                awayUntil: status?.awayUntil,
                position: status?.position,
                openAssignments: assignments,
                pendingOffers: offers
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
            try Row.readableValues(
                database,
                sql: """
                    SELECT id, name, phone, village_code, transport, capabilities, is_on_duty, away_until
                    FROM member LEFT JOIN member_status ON member_id = id
                    WHERE \(RosterRows.live(.members)) AND id > ?
                    AND (? IS NULL OR village_code = ?)
                    AND (? IS NULL OR village_code IN
                        (SELECT code FROM village WHERE \(RosterRows.live(.villages)) AND township_code = ?))
                    ORDER BY id
                    """,
                arguments: [after ?? "", villageCode, villageCode, townshipCode, townshipCode],
                limit: limit
            ) { row in
                MemberListing(
                    id: MemberID(try row["id"]),
                    name: try row["name"],
                    phone: try row["phone"],
                    villageCode: try row["village_code"],
                    transport: try row.choice("transport", in: "member"),
                    capabilities: try row.words("capabilities"),
                    isOnDuty: try row["is_on_duty"] ?? true,
                    awayUntil: try row.wallTime("away_until")
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
        package let awayUntil: WallTime?
    }

    package typealias ContactDetails = (name: String, phone: String, villageCode: String)

    /// Names and phones of some members, of those who are on the list in force, and where they live.
    ///
    /// What goes to a caller is for `Dispatcher.people(_:for:)` to look up, which knows whom they may know.
    package func contactDetails(of members: [MemberID]) async throws -> [MemberID: ContactDetails] {
        guard !members.isEmpty else { return [:] }
        return try await readers.read { try Self.contactDetails(of: members, $0) }
    }

    static func contactDetails(
        of members: [MemberID],
        _ database: Database
    ) throws -> [MemberID: ContactDetails] {
        let find = try database.cachedStatement(
            sql: "SELECT name, phone, village_code FROM member WHERE \(RosterRows.live(.members)) AND id = ?"
        )
        var details: [MemberID: ContactDetails] = [:]
        for member in Set(members) {
            guard let row = try Row.fetchOne(find, arguments: [member.text]) else { continue }
            do {
                details[member] = (try row["name"], try row["phone"], try row["village_code"])
            } catch is UnreadableRow {
                // As if they were listed no more.
                continue
            }
        }
        return details
    }
}
