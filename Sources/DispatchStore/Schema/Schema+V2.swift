/// What weighing alerts needs: what was learned of members, what an offer was worth, more than one member on the way.
extension Schema {
    static let version2 = """
        ALTER TABLE member ADD COLUMN capacity INTEGER NOT NULL DEFAULT 1 CHECK (capacity BETWEEN 1 AND 100);
        -- HH:MM-HH:MM in local time.
        ALTER TABLE member ADD COLUMN quiet_hours TEXT;
        ALTER TABLE member ADD COLUMN exempt_categories TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(exempt_categories));

        -- What was learned of a member; no row means nothing yet.
        CREATE TABLE member_history (
            member_id TEXT NOT NULL PRIMARY KEY,
            accepts REAL NOT NULL CHECK (accepts >= 0),
            offers REAL NOT NULL CHECK (offers >= accepts),
            learned_at INTEGER NOT NULL,
            -- Alerts of the seven days that end with alert_day, the latest first.
            alert_day INTEGER NOT NULL,
            alert_counts TEXT NOT NULL CHECK (json_valid(alert_counts)),
            last_assignment_ended_at INTEGER
        ) STRICT, WITHOUT ROWID;

        -- What was learned of all members together, one row for each number.
        CREATE TABLE learning (
            name TEXT NOT NULL PRIMARY KEY,
            weight REAL NOT NULL CHECK (weight >= 0),
            sum REAL NOT NULL,
            squares REAL NOT NULL CHECK (squares >= 0),
            updated_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE offer_v2 (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            request_id TEXT NOT NULL REFERENCES help_request,
            seat_id TEXT NOT NULL REFERENCES seat,
            member_id TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (reason IN ('contact', 'nearest', 'replacement', 'by-hand')),
            rank INTEGER NOT NULL CHECK (rank >= 1),
            distance_meters REAL NOT NULL CHECK (distance_meters >= 0),
            eta_seconds REAL NOT NULL CHECK (eta_seconds >= 0),
            offered_at INTEGER NOT NULL,
            round INTEGER NOT NULL CHECK (round >= 1),
            state TEXT NOT NULL CHECK (state IN
                ('pending', 'accepted', 'declined', 'expired', 'withdrawn', 'undeliverable')),
            expires_at INTEGER NOT NULL,
            silence_due_at INTEGER NOT NULL,
            delivered_at INTEGER,
            answered_at INTEGER,
            ended_at INTEGER,
            silence TEXT CHECK (silence IN ('delivery-failed', 'unconfirmed', 'no-answer')),
            withdrawal_reason TEXT CHECK (withdrawal_reason IN
                ('seat-filled', 'member-busy', 'request-cancelled', 'member-unavailable', 'not-needed')),
            -- NULL where nobody weighed it.
            usual_acceptance REAL CHECK (usual_acceptance BETWEEN 0 AND 1),
            chance REAL CHECK (chance BETWEEN 0 AND 1),
            gain_seconds REAL CHECK (gain_seconds >= 0),
            CHECK ((state IN ('pending', 'accepted')) = (ended_at IS NULL)),
            CHECK (state NOT IN ('accepted', 'declined') OR answered_at IS NOT NULL),
            CHECK ((state = 'withdrawn') = (withdrawal_reason IS NOT NULL))
        ) STRICT;
        INSERT INTO offer_v2 SELECT *, NULL, NULL, NULL FROM offer;
        DROP TABLE offer;
        ALTER TABLE offer_v2 RENAME TO offer;
        CREATE INDEX offer_request ON offer (request_id, id);
        CREATE UNIQUE INDEX offer_once ON offer (seat_id, member_id) WHERE state IN ('pending', 'accepted');
        CREATE INDEX offer_member ON offer (member_id, id);

        ALTER TABLE assignment ADD COLUMN unit INTEGER NOT NULL DEFAULT 0 CHECK (unit >= 0);
        ALTER TABLE assignment ADD COLUMN on_scene_due_at INTEGER CHECK (on_scene_due_at IS NULL OR state = 'en-route');
        ALTER TABLE assignment ADD COLUMN nudge_due_at INTEGER CHECK (nudge_due_at IS NULL OR state IN
            ('accepted', 'en-route'));
        -- Nobody is on two assignments at once; an organisation is on as many as it has people or vehicles.
        DROP INDEX assignment_busy;
        CREATE UNIQUE INDEX assignment_busy ON assignment (member_id, unit) WHERE state IN
            ('accepted', 'en-route', 'on-scene', 'transporting');

        CREATE TABLE notice_v2 (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            kind TEXT NOT NULL CHECK (kind IN
                ('offer.created', 'offer.withdrawn', 'assignment.created', 'assignment.stood-down',
                'assignment.nudged')),
            request_id TEXT NOT NULL REFERENCES help_request,
            member_id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            deadline INTEGER NOT NULL CHECK (deadline >= created_at)
        ) STRICT;
        INSERT INTO notice_v2 SELECT * FROM notice;
        DROP TABLE notice;
        ALTER TABLE notice_v2 RENAME TO notice;
        CREATE INDEX notice_request ON notice (request_id, id);
        """
}
