/// What withdrawing a member's link needs, and notes of another call.
extension Schema {
    static let version9 = """
        -- A member may have several links, of spellings of their id that were one. Whoever left the list before this version
        -- left nothing by which it could be told when, and with which phone: they get a new link when they return.
        CREATE TABLE member_link_v9 (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            member_id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            -- Since when its member is off the list, or listed with another phone; NULL while it leads to their page.
            suspended_at INTEGER,
            -- A MAC of the phone that they were listed with until then.
            suspended_phone BLOB CHECK (length(suspended_phone) = 32),
            CHECK ((suspended_at IS NULL) = (suspended_phone IS NULL))
        ) STRICT;
        INSERT INTO member_link_v9 SELECT id, member_id, created_at, NULL, NULL FROM member_link WHERE member_id IN
            (SELECT id FROM member WHERE edition = (SELECT id FROM edition WHERE kind = 'members' AND state = 'live'));
        DROP TABLE member_link;
        ALTER TABLE member_link_v9 RENAME TO member_link;
        CREATE INDEX member_link_member ON member_link (member_id);
        CREATE INDEX member_link_suspended ON member_link (suspended_at) WHERE suspended_at IS NOT NULL;

        CREATE TABLE request_note_v9 (
            id INTEGER NOT NULL PRIMARY KEY,
            request_id TEXT NOT NULL REFERENCES help_request,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('cancel-reason', 'follow-up', 'note', 'call')),
            text TEXT NOT NULL
        ) STRICT;
        INSERT INTO request_note_v9 SELECT * FROM request_note;
        DROP TABLE request_note;
        ALTER TABLE request_note_v9 RENAME TO request_note;
        CREATE INDEX request_note_request ON request_note (request_id, id);
        """
}
