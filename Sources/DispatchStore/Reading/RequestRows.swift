import DispatchCore
import GRDB
import Geospatial

/// Reads requests with their seats, offers and assignments.
enum RequestRows {
    /// Days since 1970 that a number of the day can belong to: about the years that times can be of.
    static let days = -720_000...2_940_000

    /// A request as far as it can be read.
    struct Stored {
        /// As its row names it.
        let key: String
        let request: HelpRequest
        /// As its row says, which nothing else need bear out; nil when that cannot be read either.
        let state: HelpRequest.State?
        /// Whether its point stands for one that cannot be read.
        let isPointUnread: Bool
        /// What of it cannot be read; empty for one that the board can go on with.
        let damage: [DamagedRow]
    }

    /// The requests that `condition` picks from `help_request`, oldest first.
    ///
    /// - Parameter condition: An SQL condition, never made from outside text.
    static func fetch(
        _ database: Database,
        where condition: String,
        arguments: StatementArguments,
        limit: Int = .max
    ) throws -> [Stored] {
        let chosen = "SELECT id FROM help_request WHERE \(condition) ORDER BY id LIMIT \(limit)"
        var damage: [String: [DamagedRow]] = [:]
        func grouped<Part>(
            _ table: String,
            orderedBy order: String,
            _ make: (Row) throws -> Part
        ) throws -> [String: [Part]] {
            let sql = "SELECT * FROM \(table) WHERE request_id IN (\(chosen)) ORDER BY \(order)"
            let parts = try Row.readableValues(
                database,
                sql: sql,
                arguments: arguments,
                note: { row, fault in
                    // It was found by this id.
                    guard let id = try? row["request_id"] as String else { return }
                    damage[id, default: []].append(DamagedRow(table, key: "id", of: row, fault))
                },
                { row in (request: try row["request_id"] as String, part: try make(row)) }
            )
            return Dictionary(grouping: parts, by: \.request).mapValues { $0.map(\.part) }
        }
        let seats = try grouped("seat", orderedBy: "request_id, ordinal", seat)
        let offers = try grouped("offer", orderedBy: "id", offer)
        let assignments = try grouped("assignment", orderedBy: "id", assignment)
        let whistles = try grouped("whistle", orderedBy: "id", whistle)
        let sql = "SELECT * FROM help_request WHERE \(condition) ORDER BY id LIMIT \(limit)"
        return try Row.readableValues(database, sql: sql, arguments: arguments) { row in
            let id: String = try row["id"]
            return request(
                id,
                row,
                Parts(
                    seats: seats[id] ?? [],
                    offers: offers[id] ?? [],
                    assignments: assignments[id] ?? [],
                    whistles: whistles[id] ?? []
                ),
                damage: damage[id] ?? []
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
        guard let row else { throw UnreadableRow(table: "help_request", column: "id") }
        return Place(
            villageCode: try row["village_code"],
            coordinate: try row.requiredCoordinate(in: "help_request")
        )
    }

    private struct Parts {
        var seats: [OrderedSeat]
        let offers: [Offer]
        let assignments: [Assignment]
        let whistles: [Whistle]
    }

    struct OrderedSeat {
        let ordinal: Int
        let seat: Seat
    }

    /// A value that stands for one that cannot be read is the most cautious one: somebody will look at the request.
    private static func request(_ key: String, _ row: Row, _ parts: Parts, damage: [DamagedRow]) -> Stored {
        var damage = damage
        func read<Value>(or standIn: Value, _ value: () throws -> Value) -> Value {
            do {
                return try value()
            } catch let fault as UnreadableRow {
                damage.append(DamagedRow("help_request", key, "\(fault.column) cannot be read"))
            } catch {
                damage.append(DamagedRow("help_request", key, "it cannot be read"))
            }
            return standIn
        }
        func time(_ column: String) -> Timestamp? { read(or: nil) { try row.time(column) } }
        let id = read(or: RequestID(high: 0, low: 0)) { try row.identifier("id", in: "help_request") }
        // An id says when it was made.
        let madeAt = Timestamp(milliseconds: Int64(id.high >> 16))
        let createdAt = read(or: madeAt) { try row.requiredTime("created_at") }
        let point: Coordinate? = read(or: nil) { try row.requiredCoordinate(in: "help_request") }
        let seats = parts.seats.map(\.seat)
        let request = HelpRequest(
            id: id,
            number: read(or: 0) { try row.count("number", in: 1...Row.counts.upperBound) },
            day: read(or: 0) { try row.count("day", in: days) },
            category: read(or: "") { try row["category"] },
            urgency: read(or: .immediate) { try row.choice("urgency", in: "help_request") },
            place: Place(
                villageCode: read(or: "") { try row["village_code"] },
                coordinate: point ?? .unread
            ),
            householdID: read(or: nil) { try row["household_id"] },
            contacts: read(or: []) { try row.words("contacts").map { MemberID($0) } },
            createdAt: createdAt,
            scheduledFor: read(or: nil) { try row.wallTime("scheduled_for") },
            dispatchAt: read(or: createdAt) { try row.requiredTime("dispatch_at") },
            seats: seats,
            offers: parts.offers,
            assignments: parts.assignments,
            whistles: parts.whistles,
            uncoveredSince: time("uncovered_since"),
            unansweredAt: time("unanswered_at"),
            firstArrivalAt: time("first_arrival_at"),
            closedAt: time("closed_at"),
            cancelledAt: time("cancelled_at"),
            grade: read(or: nil) {
                try row["grade"] as Int? == nil ? nil : try row.count("grade", in: 1...5)
            }
        )
        let state: HelpRequest.State? = read(or: nil) { try row.choice("state", in: "help_request") }
        if damage.isEmpty { damage = gaps(in: request, key, ordinals: parts.seats.map(\.ordinal)) }
        return Stored(key: key, request: request, state: state, isPointUnread: point == nil, damage: damage)
    }

    /// Rows that must be there and are not.
    private static func gaps(in request: HelpRequest, _ key: String, ordinals: [Int]) -> [DamagedRow] {
        guard ordinals == Array(0..<max(ordinals.count, 1)) else {
            return [DamagedRow("help_request", key, "a seat is missing")]
        }
        let seats = Set(request.seats.map(\.id))
        for offer in request.offers where !seats.contains(offer.seatID) {
            return [DamagedRow("offer", offer.id.description, "its seat is missing")]
        }
        let offers = Set(request.offers.map(\.id))
        for assignment in request.assignments
        where !offers.contains(assignment.offerID) || !seats.contains(assignment.seatID) {
            return [DamagedRow("assignment", assignment.id.description, "its offer or seat is missing")]
        }
        return []
    }

    static func seat(_ row: Row) throws -> OrderedSeat {
        OrderedSeat(
            ordinal: try row.count("ordinal"),
            seat: Seat(
                id: try row.identifier("id", in: "seat"),
                role: try row["role"],
                requires: try row.words("requires"),
                state: try row.choice("state", in: "seat"),
                round: try row.count("round", in: 1...Row.counts.upperBound)
            )
        )
    }

    static func whistle(_ row: Row) throws -> Whistle {
        Whistle(
            id: try row.identifier("id", in: "whistle"),
            level: try row.choice("level", in: "whistle"),
            deskID: (try row["desk_id"] as String?).map { DeskID($0) },
            calledAt: try row.requiredTime("called_at"),
            deliveredAt: try row.time("delivered_at"),
            failedAt: try row.time("failed_at"),
            reportedInAt: try row.time("reported_in_at"),
            endedAt: try row.time("ended_at")
        )
    }

    static func offer(_ row: Row) throws -> Offer {
        Offer(
            id: try row.identifier("id", in: "offer"),
            requestID: try row.identifier("request_id", in: "offer"),
            seatID: try row.identifier("seat_id", in: "offer"),
            memberID: MemberID(try row["member_id"]),
            reason: try row.choice("reason", in: "offer"),
            rank: try row.count("rank", in: 1...Row.counts.upperBound),
            distanceMeters: try row.measure("distance_meters", in: Row.meters),
            etaSeconds: try row.measure("eta_seconds", in: Row.seconds),
            usualAcceptance: try row.optionalMeasure("usual_acceptance", in: 0...1),
            chance: try row.optionalMeasure("chance", in: 0...1),
            gainSeconds: try row.optionalMeasure("gain_seconds", in: Row.seconds),
            offeredAt: try row.requiredTime("offered_at"),
            round: try row.count("round", in: 1...Row.counts.upperBound),
            state: try row.choice("state", in: "offer"),
            expiresAt: try row.requiredTime("expires_at"),
            silenceDueAt: try row.requiredTime("silence_due_at"),
            deliveredAt: try row.time("delivered_at"),
            answeredAt: try row.time("answered_at"),
            endedAt: try row.time("ended_at"),
            silence: try row.optionalChoice("silence", in: "offer"),
            withdrawalReason: try row.optionalChoice("withdrawal_reason", in: "offer")
        )
    }

    static func assignment(_ row: Row) throws -> Assignment {
        Assignment(
            id: try row.identifier("id", in: "assignment"),
            offerID: try row.identifier("offer_id", in: "assignment"),
            seatID: try row.identifier("seat_id", in: "assignment"),
            memberID: MemberID(try row["member_id"]),
            isByHand: try row["is_by_hand"],
            unit: try row.count("unit"),
            acceptedAt: try row.requiredTime("accepted_at"),
            state: try row.choice("state", in: "assignment"),
            isPrimary: try row["is_primary"],
            enRouteDueAt: try row.time("en_route_due_at"),
            onSceneDueAt: try row.time("on_scene_due_at"),
            nudgeDueAt: try row.time("nudge_due_at"),
            enRouteAt: try row.time("en_route_at"),
            onSceneAt: try row.time("on_scene_at"),
            endedAt: try row.time("ended_at")
        )
    }
}

extension Coordinate {
    /// Stands for a point that cannot be read, where nobody lives.
    fileprivate static var unread: Self {
        do {
            return try Coordinate(latitude: 0, longitude: 0)
        } catch {
            preconditionFailure("zero is within every bound: \(error)")
        }
    }
}
