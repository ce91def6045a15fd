import DispatchCore
import GRDB
import Geospatial

/// After-images of requests and what belongs to them.
extension StoreWriter {
    /// - Parameter changedSeats: Seats to be written; of a new request, which comes with its details, all are.
    func write(
        _ request: HelpRequest,
        details: RequestDetails?,
        changedSeats: Set<SeatID>,
        _ database: Database
    ) throws {
        if let details {
            let insert = try database.cachedStatement(
                sql: """
                    INSERT INTO help_request VALUES
                    (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
                    """
            )
            try insert.execute(arguments: [
                request.id.description, request.number, request.day, request.category, request.urgency.rawValue,
                request.state.rawValue, request.place.villageCode, request.place.coordinate.latitude,
                request.place.coordinate.longitude, request.householdID, try text(request.contacts),
                details.callerPhone, details.summary, details.openedBy.text, request.createdAt.milliseconds,
                request.scheduledFor?.milliseconds, request.dispatchAt.milliseconds,
                request.unansweredAt?.milliseconds, request.firstArrivalAt?.milliseconds,
                request.closedAt?.milliseconds, request.cancelledAt?.milliseconds, request.grade,
                request.uncoveredSince?.milliseconds,
            ])
        } else {
            let update = try database.cachedStatement(
                sql: """
                    UPDATE help_request SET state = ?, urgency = ?, village_code = ?, latitude = ?, longitude = ?,
                    scheduled_for = ?, dispatch_at = ?, unanswered_at = ?, first_arrival_at = ?, closed_at = ?,
                    cancelled_at = ?, grade = ?, uncovered_since = ? WHERE id = ?
                    """
            )
            try update.execute(arguments: [
                request.state.rawValue, request.urgency.rawValue, request.place.villageCode,
                request.place.coordinate.latitude, request.place.coordinate.longitude,
                request.scheduledFor?.milliseconds, request.dispatchAt.milliseconds,
                request.unansweredAt?.milliseconds, request.firstArrivalAt?.milliseconds,
                request.closedAt?.milliseconds, request.cancelledAt?.milliseconds, request.grade,
                request.uncoveredSince?.milliseconds, request.id.description,
            ])
        }
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO seat VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET state = excluded.state, round = excluded.round
                """
        )
        for (ordinal, seat) in request.seats.enumerated() where details != nil || changedSeats.contains(seat.id) {
            try upsert.execute(arguments: [
                seat.id.description, request.id.description, ordinal, seat.role, try text(seat.requires),
                seat.state.rawValue, seat.round,
            ])
        }
        // What has ended before what holds, so that no level is called twice in between.
        for whistle in request.whistles where whistle.endedAt != nil { try write(whistle, of: request.id, database) }
        for whistle in request.currentWhistles { try write(whistle, of: request.id, database) }
    }

    private func write(_ whistle: Whistle, of id: RequestID, _ database: Database) throws {
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO whistle VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET delivered_at = excluded.delivered_at, failed_at = excluded.failed_at,
                reported_in_at = excluded.reported_in_at, ended_at = excluded.ended_at
                """
        )
        try upsert.execute(arguments: [
            whistle.id.description, id.description, whistle.level.rawValue, whistle.deskID?.text,
            whistle.calledAt.milliseconds, whistle.deliveredAt?.milliseconds, whistle.failedAt?.milliseconds,
            whistle.reportedInAt?.milliseconds, whistle.endedAt?.milliseconds,
        ])
    }

    func write(_ offer: Offer, _ database: Database) throws {
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO offer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET state = excluded.state, rank = excluded.rank,
                distance_meters = excluded.distance_meters, eta_seconds = excluded.eta_seconds,
                expires_at = excluded.expires_at, silence_due_at = excluded.silence_due_at, delivered_at = excluded.delivered_at,
                answered_at = excluded.answered_at, ended_at = excluded.ended_at, silence = excluded.silence,
                withdrawal_reason = excluded.withdrawal_reason
                """
        )
        try upsert.execute(arguments: [
            offer.id.description, offer.requestID.description, offer.seatID.description, offer.memberID.text,
            offer.reason.rawValue, offer.rank, offer.distanceMeters, offer.etaSeconds, offer.offeredAt.milliseconds,
            offer.round, offer.state.rawValue, offer.expiresAt.milliseconds, offer.silenceDueAt.milliseconds,
            offer.deliveredAt?.milliseconds, offer.answeredAt?.milliseconds, offer.endedAt?.milliseconds,
            offer.silence?.rawValue, offer.withdrawalReason?.rawValue, offer.usualAcceptance, offer.chance,
            offer.gainSeconds,
        ])
    }

    func write(_ assignment: Assignment, _ database: Database) throws {
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO assignment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET state = excluded.state, is_primary = excluded.is_primary,
                en_route_due_at = excluded.en_route_due_at, en_route_at = excluded.en_route_at,
                on_scene_at = excluded.on_scene_at, ended_at = excluded.ended_at, unit = excluded.unit,
                on_scene_due_at = excluded.on_scene_due_at, nudge_due_at = excluded.nudge_due_at
                """
        )
        let requestID = try String.fetchOne(
            try database.cachedStatement(sql: "SELECT request_id FROM offer WHERE id = ?"),
            arguments: [assignment.offerID.description]
        )
        try upsert.execute(arguments: [
            assignment.id.description, requestID, assignment.offerID.description, assignment.seatID.description,
            assignment.memberID.text, assignment.isByHand, assignment.acceptedAt.milliseconds,
            assignment.state.rawValue, assignment.isPrimary, assignment.enRouteDueAt?.milliseconds,
            assignment.enRouteAt?.milliseconds, assignment.onSceneAt?.milliseconds,
            assignment.endedAt?.milliseconds, assignment.unit, assignment.onSceneDueAt?.milliseconds,
            assignment.nudgeDueAt?.milliseconds,
        ])
    }

    /// Ends what of a request still holds somebody, as far as its rows let themselves be changed, so that they can hold
    /// something else.
    func setAside(_ request: SetAsideRequest, _ database: Database) throws {
        let (id, at) = (request.id.description, request.at.milliseconds)
        let (state, column) = request.isClosed ? ("closed", "closed_at") : ("cancelled", "cancelled_at")
        try database.execute(
            sql: "UPDATE OR IGNORE help_request SET state = ?, \(column) = ?, uncovered_since = NULL WHERE id = ?",
            arguments: [state, at, id]
        )
        for sql in [
            """
            UPDATE OR IGNORE assignment SET state = 'stood-down', is_primary = 0, ended_at = ?, en_route_due_at = NULL,
            on_scene_due_at = NULL, nudge_due_at = NULL WHERE request_id = ? AND ended_at IS NULL
            """,
            """
            UPDATE OR IGNORE offer SET state = 'withdrawn', withdrawal_reason = 'request-cancelled', ended_at = ?
            WHERE request_id = ? AND state = 'pending'
            """,
            "UPDATE OR IGNORE whistle SET ended_at = ? WHERE request_id = ? AND ended_at IS NULL",
            """
            UPDATE OR IGNORE delivery SET state = 'cancelled', settled_at = ? WHERE state = 'due'
            AND notice_id IN (SELECT id FROM notice WHERE request_id = ?)
            """,
        ] {
            try database.execute(sql: sql, arguments: [at, id])
        }
    }

    /// Takes the seat from whoever held it, before somebody else is written as its holder.
    func makeRoom(for holder: Assignment, _ database: Database) throws {
        let update = try database.cachedStatement(
            sql: """
                UPDATE assignment SET is_primary = 0 WHERE seat_id = ? AND id <> ? AND is_primary = 1 AND state IN
                ('accepted', 'en-route', 'on-scene', 'transporting', 'at-facility', 'admitted', 'discharged')
                """
        )
        try update.execute(arguments: [holder.seatID.description, holder.id.description])
    }

    func write(_ member: Member, _ database: Database) throws {
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO member_status VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (member_id) DO UPDATE SET is_on_duty = excluded.is_on_duty,
                away_until = excluded.away_until, latitude = excluded.latitude, longitude = excluded.longitude
                """
        )
        try upsert.execute(arguments: [
            member.id.text, member.isOnDuty, member.awayUntil?.milliseconds, member.position?.latitude,
            member.position?.longitude,
        ])
    }
}
