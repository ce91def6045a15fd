import DispatchCore
import GRDB

/// Reads requests with their seats, offers and assignments.
enum RequestRows {
    /// The requests that `condition` picks from `help_request`, oldest first.
    ///
    /// - Parameter condition: An SQL condition, never made from outside text.
    static func fetch(
        _ database: Database,
        where condition: String,
        arguments: StatementArguments,
        limit: Int = .max
    ) throws -> [HelpRequest] {
        let chosen = "SELECT id FROM help_request WHERE \(condition) ORDER BY id LIMIT \(limit)"
        func grouped<Part>(
            _ table: String,
            orderedBy order: String,
            _ make: (Row) throws -> Part
        ) throws -> [String: [Part]] {
            let sql = "SELECT * FROM \(table) WHERE request_id IN (\(chosen)) ORDER BY \(order)"
            let parts = try Row.values(database, sql: sql, arguments: arguments) { row in
                (request: row["request_id"] as String, part: try make(row))
            }
            return Dictionary(grouping: parts, by: \.request).mapValues { $0.map(\.part) }
        }
        let seats = try grouped("seat", orderedBy: "request_id, ordinal", seat)
        let offers = try grouped("offer", orderedBy: "id", offer)
        let assignments = try grouped("assignment", orderedBy: "id", assignment)
        let whistles = try grouped("whistle", orderedBy: "id", whistle)
        let sql = "SELECT * FROM help_request WHERE \(condition) ORDER BY id LIMIT \(limit)"
        return try Row.values(database, sql: sql, arguments: arguments) { row in
            let id: String = row["id"]
            return try request(
                row,
                seats: seats[id] ?? [],
                offers: offers[id] ?? [],
                assignments: assignments[id] ?? [],
                whistles: whistles[id] ?? []
            )
        }
    }

    /// Where a request is, by its row.
    static func place(of id: RequestID, _ database: Database) throws -> Place {
        let row = try Row.fetchOne(
            try database.cachedStatement(
                sql: "SELECT village_code, latitude, longitude FROM help_request WHERE id = ?"
            ),
            arguments: [id.description]
        )
        guard let row else { throw UnreadableRow(table: "journal", column: "request_id") }
        return Place(villageCode: row["village_code"], coordinate: try row.requiredCoordinate(in: "help_request"))
    }

    private static func request(
        _ row: Row,
        seats: [Seat],
        offers: [Offer],
        assignments: [Assignment],
        whistles: [Whistle]
    ) throws -> HelpRequest {
        HelpRequest(
            id: try row.identifier("id", in: "help_request"),
            number: row["number"],
            day: row["day"],
            category: row["category"],
            urgency: try row.choice("urgency", in: "help_request"),
            place: Place(
                villageCode: row["village_code"],
                coordinate: try row.requiredCoordinate(in: "help_request")
            ),
            householdID: row["household_id"],
            contacts: try row.words("contacts").map(MemberID.init),
            createdAt: row.requiredTime("created_at"),
            scheduledFor: row.wallTime("scheduled_for"),
            dispatchAt: row.requiredTime("dispatch_at"),
            seats: seats,
            offers: offers,
            assignments: assignments,
            whistles: whistles,
            uncoveredSince: row.time("uncovered_since"),
            unansweredAt: row.time("unanswered_at"),
            firstArrivalAt: row.time("first_arrival_at"),
            closedAt: row.time("closed_at"),
            cancelledAt: row.time("cancelled_at"),
            grade: row["grade"]
        )
    }

    private static func seat(_ row: Row) throws -> Seat {
        Seat(
            id: try row.identifier("id", in: "seat"),
            role: row["role"],
            requires: try row.words("requires"),
            state: try row.choice("state", in: "seat"),
            round: row["round"]
        )
    }

    private static func whistle(_ row: Row) throws -> Whistle {
        Whistle(
            id: try row.identifier("id", in: "whistle"),
            level: try row.choice("level", in: "whistle"),
            deskID: (row["desk_id"] as String?).map(DeskID.init),
            calledAt: row.requiredTime("called_at"),
            deliveredAt: row.time("delivered_at"),
            failedAt: row.time("failed_at"),
            reportedInAt: row.time("reported_in_at"),
            endedAt: row.time("ended_at")
        )
    }

    private static func offer(_ row: Row) throws -> Offer {
        Offer(
            id: try row.identifier("id", in: "offer"),
            requestID: try row.identifier("request_id", in: "offer"),
            seatID: try row.identifier("seat_id", in: "offer"),
            memberID: MemberID(row["member_id"]),
            reason: try row.choice("reason", in: "offer"),
            rank: row["rank"],
            distanceMeters: row["distance_meters"],
            etaSeconds: row["eta_seconds"],
            usualAcceptance: row["usual_acceptance"],
            chance: row["chance"],
            gainSeconds: row["gain_seconds"],
            offeredAt: row.requiredTime("offered_at"),
            round: row["round"],
            state: try row.choice("state", in: "offer"),
            expiresAt: row.requiredTime("expires_at"),
            silenceDueAt: row.requiredTime("silence_due_at"),
            deliveredAt: row.time("delivered_at"),
            answeredAt: row.time("answered_at"),
            endedAt: row.time("ended_at"),
            silence: try row.optionalChoice("silence", in: "offer"),
            withdrawalReason: try row.optionalChoice("withdrawal_reason", in: "offer")
        )
    }

    private static func assignment(_ row: Row) throws -> Assignment {
        Assignment(
            id: try row.identifier("id", in: "assignment"),
            offerID: try row.identifier("offer_id", in: "assignment"),
            seatID: try row.identifier("seat_id", in: "assignment"),
            memberID: MemberID(row["member_id"]),
            isByHand: row["is_by_hand"],
            unit: row["unit"],
            acceptedAt: row.requiredTime("accepted_at"),
            state: try row.choice("state", in: "assignment"),
            isPrimary: row["is_primary"],
            enRouteDueAt: row.time("en_route_due_at"),
            onSceneDueAt: row.time("on_scene_due_at"),
            nudgeDueAt: row.time("nudge_due_at"),
            enRouteAt: row.time("en_route_at"),
            onSceneAt: row.time("on_scene_at"),
            endedAt: row.time("ended_at")
        )
    }
}
