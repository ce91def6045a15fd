/// What letting go needs: when a request's personal data was erased, who was forgotten, where a pruned journal begins.
extension Schema {
    static let version6 = """
        -- When what says who called was erased; it is not to come back.
        ALTER TABLE help_request ADD COLUMN personal_data_erased_at INTEGER CHECK
            (personal_data_erased_at IS NULL OR state IN ('closed', 'cancelled') AND caller_phone IS NULL
            AND summary IS NULL AND household_id IS NULL AND contacts = '[]');
        CREATE INDEX help_request_unerased ON help_request (ifnull(closed_at, cancelled_at))
            WHERE state IN ('closed', 'cancelled') AND personal_data_erased_at IS NULL;
        CREATE INDEX help_request_household ON help_request (household_id) WHERE household_id IS NOT NULL;

        -- Deliveries leave by age.
        CREATE INDEX delivery_settled ON delivery (settled_at) WHERE settled_at IS NOT NULL;

        -- Whoever was erased everywhere, and when last; of them nothing but the id.
        CREATE TABLE forgotten (
            kind TEXT NOT NULL CHECK (kind IN ('member', 'household')),
            id TEXT NOT NULL CHECK (length(id) > 0),
            at INTEGER NOT NULL,
            PRIMARY KEY (kind, id)
        ) STRICT, WITHOUT ROWID;

        -- The state of dispatching behind a position, from which a replay of the journal begins. Like lists, a new one is
        -- staged in small pieces and takes effect by one update; entries up to the live one's position are of no use.
        CREATE TABLE checkpoint (
            id INTEGER NOT NULL PRIMARY KEY,
            state TEXT NOT NULL CHECK (state IN ('staging', 'live', 'retired')),
            position INTEGER NOT NULL CHECK (position >= 1),
            made_at INTEGER NOT NULL,
            frame TEXT NOT NULL CHECK (json_valid(frame)),
            -- Of the policy that was noted last.
            policy_digest TEXT
        ) STRICT;
        CREATE UNIQUE INDEX checkpoint_live ON checkpoint (state) WHERE state = 'live';
        CREATE TABLE checkpoint_member (
            checkpoint INTEGER NOT NULL REFERENCES checkpoint,
            member_id TEXT NOT NULL,
            told TEXT NOT NULL CHECK (json_valid(told)),
            PRIMARY KEY (checkpoint, member_id)
        ) STRICT, WITHOUT ROWID;
        """
}
