import DispatchCore
import DispatchStore
import GRDB
import Testing

/// What the schema itself keeps out, whatever a program tries to write.
struct ConstraintTests {
    /// What is wrong, and the statement that tries it on a store with one covered and one open request.
    static let forbidden: [(what: String, sql: String)] = [
        ("a number that is none", "UPDATE seat SET round = 'twice'"),
        ("a second county", "INSERT INTO county SELECT 2, code, 0, 0, 0, 0, 0, 0, 0, 0, '', 0, 0, NULL FROM county"),
        (
            "two holders of a seat",
            """
            INSERT INTO assignment SELECT substr(id, 1, 35) || 'x', request_id, offer_id, seat_id, 'other', 0,
            accepted_at, 'accepted', 1, NULL, NULL, NULL, NULL, 0, NULL, NULL FROM assignment
            """
        ),
        (
            "a member on two assignments",
            """
            INSERT INTO assignment SELECT substr(a.id, 1, 35) || 'x', s.request_id, a.offer_id, s.id, a.member_id, 0,
            a.accepted_at, 'en-route', 1, NULL, NULL, NULL, NULL, 0, NULL, NULL FROM assignment a, seat s
            WHERE s.id <> a.seat_id
            """
        ),
        (
            "two open offers for one member and seat",
            """
            INSERT INTO offer SELECT substr(id, 1, 35) || 'x', request_id, seat_id, member_id, reason, rank,
            distance_meters, eta_seconds, offered_at, round, 'pending', expires_at, silence_due_at, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL, NULL FROM offer WHERE state = 'pending' LIMIT 1
            """
        ),
        ("an open offer that has ended", "UPDATE offer SET ended_at = 1 WHERE state = 'pending'"),
        (
            "a declined offer without an end",
            "UPDATE offer SET state = 'declined', answered_at = 1 WHERE state = 'pending'"
        ),
        ("an accepted offer without an answer", "UPDATE offer SET answered_at = NULL WHERE state = 'accepted'"),
        ("a withdrawn offer without a reason", "UPDATE offer SET withdrawal_reason = NULL WHERE state = 'withdrawn'"),
        ("a reason without a withdrawal", "UPDATE offer SET withdrawal_reason = 'seat-filled' WHERE state = 'pending'"),
        ("a chance above certainty", "UPDATE offer SET chance = 1.1"),
        ("a time to be on scene of one who is there", "UPDATE assignment SET on_scene_due_at = 1, state = 'on-scene'"),
        ("an organisation of nobody", "UPDATE member SET capacity = 0"),
        ("a state that does not exist", "UPDATE offer SET state = 'lost'"),
        ("a request closed at no time", "UPDATE help_request SET state = 'closed'"),
        ("an open request with a closing time", "UPDATE help_request SET closed_at = 1 WHERE state = 'open'"),
        ("a cancelled request without its time", "UPDATE help_request SET state = 'cancelled'"),
        ("a scheduled request without its time", "UPDATE help_request SET urgency = 'scheduled'"),
        ("a time on an unscheduled request", "UPDATE help_request SET scheduled_for = 1"),
        ("two requests with one number", "UPDATE help_request SET number = 1"),
        ("a grade of six", "UPDATE help_request SET grade = 6"),
        ("a place off the map", "UPDATE help_request SET latitude = 91"),
        ("contacts that are no JSON", "UPDATE help_request SET contacts = '[' WHERE number = 1"),
        (
            "an open request without those who called",
            "UPDATE help_request SET personal_data_erased_at = 1, household_id = NULL, contacts = '[]', summary = NULL"
        ),
        (
            "an erased request that still says who called",
            "UPDATE help_request SET state = 'cancelled', cancelled_at = 1, personal_data_erased_at = 1"
        ),
        (
            "two checkpoints in force",
            "INSERT INTO checkpoint VALUES (1, 'live', 1, 0, '{}', NULL), (2, 'live', 1, 0, '{}', NULL)"
        ),
        ("an id that is none", "UPDATE help_request SET id = 'short' WHERE number = 1"),
        ("an ended assignment without its time", "UPDATE assignment SET state = 'released'"),
        ("a live assignment that has ended", "UPDATE assignment SET ended_at = 1"),
        ("a watch on one who has set out", "UPDATE assignment SET state = 'en-route'"),
        ("a delivery that is due and settled", "UPDATE delivery SET settled_at = 1 WHERE state = 'due'"),
        ("a delivery that is settled at no time", "UPDATE delivery SET state = 'sent' WHERE state = 'due'"),
        (
            "one notice twice to one endpoint",
            "INSERT INTO delivery SELECT NULL, notice_id, endpoint_id, 'due', 0, 0, NULL FROM delivery LIMIT 1"
        ),
        ("a notice that is late when made", "UPDATE notice SET deadline = created_at - 1"),
        ("a notice about nothing known", "UPDATE notice_offer SET offer_id = 'nothing'"),
        (
            "a suspended link that does not know its phone",
            "INSERT INTO member_link VALUES ('00000000-0000-7000-8000-000000000001', 'm1', 0, 1, NULL)"
        ),
        ("a link with half an id", "INSERT INTO member_link VALUES ('00000000-0000-7000', 'm1', 0, NULL, NULL)"),
        ("two lists of one kind in force", "INSERT INTO edition VALUES (9, 'members', 'live', 0)"),
        ("a journal entry before the first", "INSERT INTO journal VALUES (0, 0, 'system', 'x', NULL, '{}', 0)"),
        ("two journal entries in one place", "INSERT INTO journal SELECT * FROM journal LIMIT 1"),
        ("a journal entry that is no JSON", "UPDATE journal SET payload = '{'"),
        ("a seat of no request", "UPDATE seat SET request_id = 'none'"),
        ("an offer of no seat", "UPDATE offer SET seat_id = 'none'"),
        ("an assignment of no offer", "UPDATE assignment SET offer_id = 'none'"),
        ("a request that leaves its seats behind", "DELETE FROM help_request"),
        ("a member's home with half a coordinate", "UPDATE member SET latitude = 1, longitude = NULL"),
        ("a means of travel that does not exist", "UPDATE member SET transport = 'mule'"),
        ("a member at no known endpoint", "UPDATE member SET endpoint_id = 99"),
        (
            "two rows of one endpoint",
            "INSERT INTO endpoint (url, channel, secret) SELECT url, channel, secret FROM endpoint"
        ),
        ("a token hash of another length", "UPDATE access_token SET hash = x'00'"),
        ("a role that does not exist", "UPDATE access_token SET role = 'king'"),
        ("a key of no token", "INSERT INTO idempotency SELECT 'none', 'k', '', id, 0, NULL FROM help_request LIMIT 1"),
    ]

    @Test func theSchemaRefusesWhatBreaksAnInvariant() throws {
        let world = try StoreWorld()
        let covered = try world.call()
        try world.act(.answer(covered.offers[0].id, .accept), by: .member(covered.offers[0].memberID))
        try world.call()
        try world.store.pool.writeWithoutTransaction { database in
            for (what, sql) in Self.forbidden {
                try database.inTransaction {
                    do {
                        try database.execute(sql: sql)
                        Issue.record("\(what) was let in: \(database.changesCount) rows")
                    } catch let error as DatabaseError {
                        #expect(error.resultCode == .SQLITE_CONSTRAINT, "\(what): \(error)")
                    }
                    return .rollback
                }
            }
        }
    }
}
