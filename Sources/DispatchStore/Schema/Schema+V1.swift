import GRDB

/// The first schema. Migrations are append-only: what is written here stays as it is.
extension Schema {
    static let version1 = """
        CREATE TABLE county (
            singleton INTEGER NOT NULL PRIMARY KEY CHECK (singleton = 1),
            code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 32),
            utc_offset_seconds INTEGER NOT NULL CHECK (abs(utc_offset_seconds) <= 50400),
            -- Counts the daemons that have written here; a commit by an earlier one is refused.
            writer_epoch INTEGER NOT NULL CHECK (writer_epoch >= 0),
            journal_position INTEGER NOT NULL CHECK (journal_position >= 0),
            last_event_at INTEGER NOT NULL CHECK (last_event_at >= 0),
            -- Made for a demonstration, whose clock may be sped up.
            is_demo INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
            created_at INTEGER NOT NULL
        ) STRICT;

        -- The lists a county imports come in editions: a new one is staged row by row and takes effect by one update.
        CREATE TABLE edition (
            id INTEGER NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('villages', 'members', 'households')),
            state TEXT NOT NULL CHECK (state IN ('staging', 'live', 'retired')),
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX edition_live ON edition (kind) WHERE state = 'live';

        CREATE TABLE village (
            edition INTEGER NOT NULL REFERENCES edition,
            code TEXT NOT NULL CHECK (length(code) > 0),
            name TEXT NOT NULL CHECK (length(name) > 0),
            township_code TEXT NOT NULL,
            township TEXT NOT NULL,
            latitude REAL NOT NULL CHECK (latitude BETWEEN -90 AND 90),
            longitude REAL NOT NULL CHECK (longitude BETWEEN -180 AND 180),
            PRIMARY KEY (edition, code)
        ) STRICT, WITHOUT ROWID;

        -- Where notices go. Members whose notices go to one place share its row.
        CREATE TABLE endpoint (
            id INTEGER NOT NULL PRIMARY KEY,
            url TEXT NOT NULL CHECK (length(url) > 0),
            channel TEXT NOT NULL CHECK (length(channel) > 0),
            secret TEXT
        ) STRICT;
        CREATE UNIQUE INDEX endpoint_identity ON endpoint (url, channel, ifnull(secret, ''));

        CREATE TABLE member (
            edition INTEGER NOT NULL REFERENCES edition,
            id TEXT NOT NULL CHECK (length(id) > 0),
            name TEXT NOT NULL,
            phone TEXT NOT NULL,
            village_code TEXT NOT NULL,
            branch TEXT,
            latitude REAL CHECK (latitude BETWEEN -90 AND 90),
            longitude REAL CHECK (longitude BETWEEN -180 AND 180),
            capabilities TEXT NOT NULL CHECK (json_valid(capabilities)),
            transport TEXT NOT NULL CHECK (transport IN ('walk', 'bicycle', 'ebike', 'car')),
            endpoint_id INTEGER REFERENCES endpoint,
            PRIMARY KEY (edition, id),
            CHECK ((latitude IS NULL) = (longitude IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX member_village ON member (edition, village_code, id);

        -- What a member does, apart from what lists say of them; no row means on duty, not away, at home.
        CREATE TABLE member_status (
            member_id TEXT NOT NULL PRIMARY KEY,
            is_on_duty INTEGER NOT NULL CHECK (is_on_duty IN (0, 1)),
            away_until INTEGER,
            latitude REAL CHECK (latitude BETWEEN -90 AND 90),
            longitude REAL CHECK (longitude BETWEEN -180 AND 180),
            CHECK ((latitude IS NULL) = (longitude IS NULL))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE household (
            edition INTEGER NOT NULL REFERENCES edition,
            id TEXT NOT NULL CHECK (length(id) > 0),
            name TEXT NOT NULL,
            phone TEXT NOT NULL,
            phone_digits TEXT NOT NULL,
            village_code TEXT NOT NULL,
            address TEXT NOT NULL,
            latitude REAL CHECK (latitude BETWEEN -90 AND 90),
            longitude REAL CHECK (longitude BETWEEN -180 AND 180),
            contacts TEXT NOT NULL CHECK (json_valid(contacts)),
            notes TEXT NOT NULL,
            PRIMARY KEY (edition, id),
            CHECK ((latitude IS NULL) = (longitude IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX household_phone ON household (edition, phone_digits) WHERE phone_digits <> '';

        CREATE TABLE access_token (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('administrator', 'operator', 'desk', 'integrator')),
            -- NULL: the whole county.
            township_code TEXT,
            -- SHA-256 of the token; the token itself is shown once and kept nowhere.
            hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
            created_at INTEGER NOT NULL,
            -- NULL: does not expire.
            expires_at INTEGER,
            revoked_at INTEGER
        ) STRICT;

        CREATE TABLE help_request (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            number INTEGER NOT NULL CHECK (number >= 1),
            day INTEGER NOT NULL,
            category TEXT NOT NULL,
            urgency TEXT NOT NULL CHECK (urgency IN ('immediate', 'urgent', 'routine', 'scheduled')),
            -- Follows from the other columns, the seats and the assignments; stored so that lists can filter by it.
            state TEXT NOT NULL CHECK (state IN
                ('open', 'covered', 'on-scene', 'cleared', 'closed', 'cancelled', 'unanswered')),
            village_code TEXT NOT NULL,
            latitude REAL NOT NULL CHECK (latitude BETWEEN -90 AND 90),
            longitude REAL NOT NULL CHECK (longitude BETWEEN -180 AND 180),
            household_id TEXT,
            contacts TEXT NOT NULL CHECK (json_valid(contacts)),
            caller_phone TEXT,
            summary TEXT,
            opened_by TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            scheduled_for INTEGER,
            dispatch_at INTEGER NOT NULL,
            unanswered_at INTEGER,
            first_arrival_at INTEGER,
            closed_at INTEGER,
            cancelled_at INTEGER,
            grade INTEGER CHECK (grade BETWEEN 1 AND 5),
            UNIQUE (day, number),
            CHECK ((urgency = 'scheduled') = (scheduled_for IS NOT NULL)),
            CHECK ((state = 'closed') = (closed_at IS NOT NULL AND cancelled_at IS NULL)),
            CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
        ) STRICT;
        CREATE INDEX help_request_state ON help_request (state, id);

        CREATE TABLE seat (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            request_id TEXT NOT NULL REFERENCES help_request,
            ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
            role TEXT NOT NULL,
            requires TEXT NOT NULL CHECK (json_valid(requires)),
            state TEXT NOT NULL CHECK (state IN ('open', 'filled', 'cleared', 'cancelled')),
            round INTEGER NOT NULL CHECK (round >= 1),
            UNIQUE (request_id, ordinal)
        ) STRICT;

        CREATE TABLE offer (
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
                ('seat-filled', 'member-busy', 'request-cancelled', 'member-unavailable')),
            CHECK ((state IN ('pending', 'accepted')) = (ended_at IS NULL)),
            CHECK (state NOT IN ('accepted', 'declined') OR answered_at IS NOT NULL),
            CHECK ((state = 'withdrawn') = (withdrawal_reason IS NOT NULL))
        ) STRICT;
        CREATE INDEX offer_request ON offer (request_id, id);
        CREATE UNIQUE INDEX offer_once ON offer (seat_id, member_id) WHERE state IN ('pending', 'accepted');
        CREATE INDEX offer_member ON offer (member_id, id);

        CREATE TABLE assignment (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            request_id TEXT NOT NULL REFERENCES help_request,
            offer_id TEXT NOT NULL REFERENCES offer,
            seat_id TEXT NOT NULL REFERENCES seat,
            member_id TEXT NOT NULL,
            is_by_hand INTEGER NOT NULL CHECK (is_by_hand IN (0, 1)),
            accepted_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN
                ('accepted', 'en-route', 'on-scene', 'transporting', 'at-facility', 'admitted', 'discharged',
                'cleared', 'released', 'no-show', 'stood-down')),
            is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
            en_route_due_at INTEGER,
            en_route_at INTEGER,
            on_scene_at INTEGER,
            ended_at INTEGER,
            CHECK ((state IN ('cleared', 'released', 'no-show', 'stood-down')) = (ended_at IS NOT NULL)),
            CHECK (en_route_due_at IS NULL OR state = 'accepted')
        ) STRICT;
        CREATE INDEX assignment_request ON assignment (request_id, id);
        CREATE INDEX assignment_member ON assignment (member_id, id) WHERE ended_at IS NULL;
        -- Nobody but one holds a seat, and nobody is on two assignments at once.
        CREATE UNIQUE INDEX assignment_holder ON assignment (seat_id) WHERE is_primary = 1 AND state IN
            ('accepted', 'en-route', 'on-scene', 'transporting', 'at-facility', 'admitted', 'discharged');
        CREATE UNIQUE INDEX assignment_busy ON assignment (member_id) WHERE state IN
            ('accepted', 'en-route', 'on-scene', 'transporting');

        -- What was written about a request beside the journal, which carries no words.
        CREATE TABLE request_note (
            id INTEGER NOT NULL PRIMARY KEY,
            request_id TEXT NOT NULL REFERENCES help_request,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('cancel-reason', 'follow-up')),
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX request_note_request ON request_note (request_id, id);

        -- What a link in a message leads to. Its token is the id and a MAC over kind and id; nothing secret is stored.
        CREATE TABLE link (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            kind TEXT NOT NULL CHECK (kind IN ('offer', 'member', 'request-endpoint')),
            offer_id TEXT REFERENCES offer,
            member_id TEXT,
            request_id TEXT REFERENCES help_request,
            endpoint_id INTEGER REFERENCES endpoint,
            created_at INTEGER NOT NULL,
            CHECK ((kind = 'offer') = (offer_id IS NOT NULL)),
            CHECK ((kind = 'member') = (member_id IS NOT NULL)),
            CHECK ((kind = 'request-endpoint') = (request_id IS NOT NULL AND endpoint_id IS NOT NULL))
        ) STRICT;
        CREATE UNIQUE INDEX link_offer ON link (offer_id) WHERE offer_id IS NOT NULL;
        CREATE UNIQUE INDEX link_member ON link (member_id) WHERE member_id IS NOT NULL;
        CREATE UNIQUE INDEX link_request ON link (request_id, endpoint_id) WHERE request_id IS NOT NULL;

        CREATE TABLE notice (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            kind TEXT NOT NULL CHECK (kind IN
                ('offer.created', 'offer.withdrawn', 'assignment.created', 'assignment.stood-down')),
            request_id TEXT NOT NULL REFERENCES help_request,
            member_id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            deadline INTEGER NOT NULL CHECK (deadline >= created_at)
        ) STRICT;
        CREATE INDEX notice_request ON notice (request_id, id);

        CREATE TABLE notice_offer (
            notice_id TEXT NOT NULL REFERENCES notice,
            offer_id TEXT NOT NULL REFERENCES offer,
            PRIMARY KEY (notice_id, offer_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX notice_offer_offer ON notice_offer (offer_id);

        -- The outbox: one row per notice and endpoint.
        CREATE TABLE delivery (
            id INTEGER NOT NULL PRIMARY KEY,
            notice_id TEXT NOT NULL REFERENCES notice,
            endpoint_id INTEGER NOT NULL REFERENCES endpoint,
            state TEXT NOT NULL CHECK (state IN ('due', 'sent', 'given-up', 'cancelled')),
            -- Schedule, delay and retry in one: nothing is sent before it.
            due_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL CHECK (attempts >= 0),
            settled_at INTEGER,
            UNIQUE (notice_id, endpoint_id),
            CHECK ((state = 'due') = (settled_at IS NULL))
        ) STRICT;
        CREATE INDEX delivery_due ON delivery (due_at, id) WHERE state = 'due';

        CREATE TABLE attempt (
            delivery_id INTEGER NOT NULL REFERENCES delivery,
            number INTEGER NOT NULL CHECK (number >= 1),
            started_at INTEGER NOT NULL,
            finished_at INTEGER NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'retry', 'given-up')),
            status INTEGER,
            reason TEXT,
            milliseconds REAL,
            PRIMARY KEY (delivery_id, number)
        ) STRICT, WITHOUT ROWID;

        -- What was answered to a submission with a key, for the same answer to the same submission.
        CREATE TABLE idempotency (
            token_id TEXT NOT NULL REFERENCES access_token,
            key TEXT NOT NULL,
            body_digest TEXT NOT NULL,
            request_id TEXT NOT NULL REFERENCES help_request,
            created_at INTEGER NOT NULL,
            answer TEXT,
            PRIMARY KEY (token_id, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX idempotency_age ON idempotency (created_at);

        CREATE TABLE journal (
            position INTEGER NOT NULL PRIMARY KEY CHECK (position >= 1),
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            request_id TEXT,
            payload TEXT NOT NULL CHECK (json_valid(payload))
        ) STRICT;
        CREATE INDEX journal_request ON journal (request_id, position) WHERE request_id IS NOT NULL;
        CREATE INDEX journal_policy ON journal (position) WHERE kind = 'policy.changed';
        """
}
