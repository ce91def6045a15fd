/// What two times need: elapsed time goes on from the last commit, over restarts and reboots.
extension Schema {
    static let version7 = """
        -- Of the last commit: elapsed and wall time, and where CLOCK_BOOTTIME of which boot stood. All times in the tables are
        -- elapsed time, but for those that people named: scheduled_for, away_until, expiry and making of tokens.
        ALTER TABLE county ADD COLUMN elapsed_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE county ADD COLUMN wall_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE county ADD COLUMN boot_id TEXT NOT NULL DEFAULT '';
        ALTER TABLE county ADD COLUMN boot_milliseconds INTEGER NOT NULL DEFAULT 0;
        -- What the wall clock showed when it was last believed: nothing that expires by the wall clock expires later than that
        -- while it is doubted.
        ALTER TABLE county ADD COLUMN believed_wall_at INTEGER NOT NULL DEFAULT 0;
        -- NULL while the wall clock is believed.
        ALTER TABLE county ADD COLUMN clock_doubted_since INTEGER;
        -- Older versions knew one time; it is taken for both, so elapsed time begins where their journal ended.
        UPDATE county SET elapsed_at = last_event_at, wall_at = last_event_at, believed_wall_at = last_event_at;

        -- Since when the wall clock is ahead of elapsed time by so many milliseconds.
        CREATE TABLE clock_step (
            at INTEGER NOT NULL PRIMARY KEY,
            wall_offset INTEGER NOT NULL
        ) STRICT;

        -- What the wall clock showed; NULL in entries of older versions, for which it is the same.
        ALTER TABLE journal ADD COLUMN wall_at INTEGER;

        -- What lies before it is past its time. It moves on by what the daemon ran, whatever the wall clock says.
        CREATE TABLE sweep_cut (
            kind TEXT NOT NULL PRIMARY KEY CHECK (kind IN ('personal-data', 'attempts', 'journal')),
            cut_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
