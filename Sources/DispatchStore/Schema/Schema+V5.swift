/// What groups need: members who come forward, messages that several deliveries share, who has claimed to be whom.
extension Schema {
    static let version5 = """
        CREATE TABLE offer_v5 (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            request_id TEXT NOT NULL REFERENCES help_request,
            seat_id TEXT NOT NULL REFERENCES seat,
            member_id TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (reason IN ('contact', 'nearest', 'replacement', 'by-hand', 'volunteer')),
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
        INSERT INTO offer_v5 SELECT * FROM offer;
        DROP TABLE offer;
        ALTER TABLE offer_v5 RENAME TO offer;
        CREATE INDEX offer_request ON offer (request_id, id);
        CREATE UNIQUE INDEX offer_once ON offer (seat_id, member_id, round) WHERE state IN ('pending', 'accepted');
        CREATE INDEX offer_member ON offer (member_id, id);

        -- The tokens of offers, desks and groups follow from ids that are there anyway; only members' own pages need one.
        CREATE TABLE member_link (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            member_id TEXT NOT NULL UNIQUE,
            created_at INTEGER NOT NULL
        ) STRICT;
        INSERT INTO member_link SELECT id, member_id, created_at FROM link WHERE kind = 'member';
        DROP TABLE link;

        -- Answers of its machine count only when they are signed.
        ALTER TABLE endpoint ADD COLUMN signs_answers INTEGER NOT NULL DEFAULT 0
            CHECK (signs_answers = 0 OR signs_answers = 1 AND secret IS NOT NULL);
        DROP INDEX endpoint_identity;
        CREATE UNIQUE INDEX endpoint_identity ON endpoint (url, channel, ifnull(secret, ''), signs_answers);

        -- Since when messages do not get there; NULL while they do, as far as is known.
        ALTER TABLE endpoint ADD COLUMN unreached_since INTEGER;
        ALTER TABLE endpoint ADD COLUMN last_tested_at INTEGER;

        -- A secret that is to take the place of the listed one: both sign until the listed one is let go.
        ALTER TABLE endpoint ADD COLUMN new_secret TEXT CHECK (new_secret IS NULL OR channel = 'generic');
        ALTER TABLE endpoint ADD COLUMN listed_secret_signs INTEGER NOT NULL DEFAULT 1
            CHECK (listed_secret_signs = 1 OR listed_secret_signs = 0 AND new_secret IS NOT NULL);

        -- Where what does not arrive at the first endpoint goes.
        ALTER TABLE member ADD COLUMN fallback_endpoint_id INTEGER REFERENCES endpoint
            CHECK (fallback_endpoint_id IS NULL OR endpoint_id IS NOT NULL AND endpoint_id <> fallback_endpoint_id);
        -- Who belongs to a group is who is listed with its robot.
        CREATE INDEX member_endpoint ON member (edition, endpoint_id);
        CREATE INDEX member_fallback ON member (edition, fallback_endpoint_id) WHERE fallback_endpoint_id IS NOT NULL;

        -- The delivery whose message brought this one too; NULL when it had a message of its own.
        ALTER TABLE attempt ADD COLUMN lead_delivery_id INTEGER;

        -- Signed answers taken lately, so that a captured one has no effect when it is sent again.
        CREATE TABLE signed_answer (
            id TEXT NOT NULL PRIMARY KEY,
            taken_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX signed_answer_age ON signed_answer (taken_at);

        -- Wrong claims to be a member, on the page of one request for one group.
        CREATE TABLE identity_claim (
            request_id TEXT NOT NULL REFERENCES help_request,
            endpoint_id INTEGER NOT NULL REFERENCES endpoint,
            member_id TEXT NOT NULL,
            wrong_count INTEGER NOT NULL CHECK (wrong_count >= 1),
            last_at INTEGER NOT NULL,
            PRIMARY KEY (request_id, endpoint_id, member_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX identity_claim_age ON identity_claim (last_at);
        """
}
