/// What the ladder and the operator's hand need: desks, whistles, corrections after the opening, notes, seats asked anew.
extension Schema {
    static let version3 = """
        CREATE TABLE edition_v3 (
            id INTEGER NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('villages', 'members', 'households', 'desks')),
            state TEXT NOT NULL CHECK (state IN ('staging', 'live', 'retired')),
            created_at INTEGER NOT NULL
        ) STRICT;
        INSERT INTO edition_v3 SELECT * FROM edition;
        DROP TABLE edition;
        ALTER TABLE edition_v3 RENAME TO edition;
        CREATE UNIQUE INDEX edition_live ON edition (kind) WHERE state = 'live';

        CREATE TABLE desk (
            edition INTEGER NOT NULL REFERENCES edition,
            id TEXT NOT NULL CHECK (length(id) > 0),
            level TEXT NOT NULL CHECK (level IN ('branch', 'township', 'county')),
            -- Of the village, the township or the county that it answers for.
            code TEXT NOT NULL CHECK (length(code) > 0),
            name TEXT NOT NULL CHECK (length(name) > 0),
            phone TEXT NOT NULL,
            endpoint_id INTEGER REFERENCES endpoint,
            PRIMARY KEY (edition, id),
            UNIQUE (edition, level, code),
            CHECK (phone <> '' OR endpoint_id IS NOT NULL)
        ) STRICT, WITHOUT ROWID;

        -- The ladder's clock: since when a seat has been empty; NULL while every seat has somebody.
        ALTER TABLE help_request ADD COLUMN uncovered_since INTEGER;
        UPDATE help_request SET uncovered_since = max(dispatch_at, (SELECT last_event_at FROM county))
            WHERE state NOT IN ('closed', 'cancelled')
            AND EXISTS (SELECT 1 FROM seat WHERE request_id = help_request.id AND seat.state = 'open');

        CREATE TABLE whistle (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            request_id TEXT NOT NULL REFERENCES help_request,
            level TEXT NOT NULL CHECK (level IN ('branch', 'township', 'county')),
            -- NULL: there was no desk to call.
            desk_id TEXT,
            called_at INTEGER NOT NULL,
            delivered_at INTEGER,
            failed_at INTEGER,
            reported_in_at INTEGER,
            ended_at INTEGER
        ) STRICT;
        CREATE INDEX whistle_request ON whistle (request_id, id);
        CREATE UNIQUE INDEX whistle_level ON whistle (request_id, level) WHERE ended_at IS NULL;

        -- One who was thanked may be asked again once the seat is open anew.
        DROP INDEX offer_once;
        CREATE UNIQUE INDEX offer_once ON offer (seat_id, member_id, round) WHERE state IN ('pending', 'accepted');

        CREATE TABLE request_note_v3 (
            id INTEGER NOT NULL PRIMARY KEY,
            request_id TEXT NOT NULL REFERENCES help_request,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('cancel-reason', 'follow-up', 'note')),
            text TEXT NOT NULL
        ) STRICT;
        INSERT INTO request_note_v3 SELECT * FROM request_note;
        DROP TABLE request_note;
        ALTER TABLE request_note_v3 RENAME TO request_note;
        CREATE INDEX request_note_request ON request_note (request_id, id);

        CREATE TABLE notice_v3 (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            kind TEXT NOT NULL CHECK (kind IN
                ('offer.created', 'offer.withdrawn', 'assignment.created', 'assignment.stood-down',
                'assignment.nudged', 'request.place-corrected', 'desk.whistled', 'desk.stood-down')),
            request_id TEXT NOT NULL REFERENCES help_request,
            -- To a member about offers, or to a desk about its whistle.
            member_id TEXT,
            whistle_id TEXT REFERENCES whistle,
            created_at INTEGER NOT NULL,
            deadline INTEGER NOT NULL CHECK (deadline >= created_at),
            CHECK ((member_id IS NULL) = (whistle_id IS NOT NULL))
        ) STRICT;
        INSERT INTO notice_v3 SELECT id, kind, request_id, member_id, NULL, created_at, deadline FROM notice;
        DROP TABLE notice;
        ALTER TABLE notice_v3 RENAME TO notice;
        CREATE INDEX notice_request ON notice (request_id, id);
        """
}
