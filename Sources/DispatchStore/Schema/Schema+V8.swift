import CanonicalText
import GRDB

/// Brings every identifier, code, name and text to its one spelling, and merges rows that are one in it.
///
/// Before, two spellings of one id were one to the program and two to the tables. The journal stays as it is: whoever reads
/// it brings what it says to the same spelling. Of twins in one list one is taken; the other stays as it is, is left out by
/// every reader and named by the doctor until the list is imported anew.
extension Schema {
    static func version8(_ database: Database) throws {
        let nfc = DatabaseFunction("nfc", argumentCount: 1, pure: true) { values in
            guard let text = String.fromDatabaseValue(values[0]) else { return values[0] }
            return text.nfc
        }
        database.add(function: nfc)
        defer { database.remove(function: nfc) }
        try database.execute(sql: memberLinks)
        try keepForgotten(database)
        try database.execute(sql: merging)
        for (table, columns) in spelled {
            for column in columns {
                // Where the other spelling is there already the row stays as it is.
                try database.execute(
                    sql: """
                        UPDATE OR IGNORE \(table) SET \(column) = nfc(\(column))
                        WHERE \(column) GLOB '*[^ -~]*' AND \(column) <> nfc(\(column))
                        """
                )
            }
        }
    }

    /// One member may have several links: those of the spellings that are one now.
    private static let memberLinks = """
        CREATE TABLE member_link_v8 (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            member_id TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        INSERT INTO member_link_v8 SELECT id, member_id, created_at FROM member_link;
        DROP TABLE member_link;
        ALTER TABLE member_link_v8 RENAME TO member_link;
        CREATE INDEX member_link_member ON member_link (member_id, created_at);
        """

    /// Every column whose text is told apart, looked up or searched.
    private static let spelled: [(table: String, columns: [String])] = [
        ("county", ["code"]),
        ("village", ["code", "name", "township_code", "township"]),
        ("member", ["id", "name", "village_code", "branch", "capabilities", "exempt_categories"]),
        ("household", ["id", "name", "village_code", "address", "contacts", "notes"]),
        ("desk", ["id", "code", "name"]),
        ("access_token", ["name", "township_code"]),
        ("help_request", ["category", "village_code", "household_id", "contacts", "summary"]),
        ("seat", ["role", "requires"]),
        ("offer", ["member_id"]),
        ("assignment", ["member_id"]),
        ("whistle", ["desk_id"]),
        ("notice", ["member_id"]),
        ("request_note", ["text"]),
        ("member_status", ["member_id"]),
        ("member_history", ["member_id"]),
        ("member_link", ["member_id"]),
        ("identity_claim", ["member_id"]),
        ("checkpoint_member", ["member_id"]),
        ("forgotten", ["id"]),
    ]

    /// A mark of forgetting holds for every spelling: what was there under another one when it was made goes too.
    private static func keepForgotten(_ database: Database) throws {
        let members = try twins(
            database,
            [
                "SELECT id FROM forgotten WHERE kind = 'member'", "SELECT id FROM member",
                "SELECT member_id FROM member_status",
                "SELECT member_id FROM member_history", "SELECT member_id FROM member_link",
                "SELECT member_id FROM identity_claim", "SELECT member_id FROM checkpoint_member",
            ]
        )
        let households = try twins(
            database,
            [
                "SELECT id FROM forgotten WHERE kind = 'household'", "SELECT id FROM household",
                "SELECT household_id FROM help_request WHERE household_id IS NOT NULL",
            ]
        )
        // The later mark of two counts.
        try database.execute(
            sql: """
                INSERT INTO forgotten SELECT kind, nfc(id), max(at) FROM forgotten WHERE id <> nfc(id)
                GROUP BY kind, nfc(id) ON CONFLICT (kind, id) DO UPDATE SET at = max(at, excluded.at);
                DELETE FROM forgotten WHERE id <> nfc(id);
                """
        )
        for mark in try Row.fetchAll(database, sql: "SELECT kind, id, at FROM forgotten ORDER BY kind, id") {
            let id: String = try mark["id"]
            let at: Int64 = try mark["at"]
            let isMember = try mark["kind"] == "member"
            guard isMember ? members.contains(id) : households.contains(id) else { continue }
            if isMember {
                try forgetMember(id, at: at, database)
            } else {
                try forgetHousehold(id, at: at, database)
            }
        }
    }

    /// Ids that stand somewhere in another spelling, in today's.
    private static func twins(_ database: Database, _ sources: [String]) throws -> Set<String> {
        try String.fetchSet(
            database,
            sql: """
                WITH spelled (id) AS (\(sources.joined(separator: " UNION ")))
                SELECT DISTINCT nfc(id) FROM spelled WHERE id GLOB '*[^ -~]*' AND id <> nfc(id)
                """
        )
    }

    private static let editionsUpTo = "edition IN (SELECT id FROM edition WHERE created_at <= ?2)"

    private static func forgetMember(_ id: String, at: Int64, _ database: Database) throws {
        try database.execute(
            sql: "DELETE FROM member WHERE nfc(id) = ?1 AND \(editionsUpTo)",
            arguments: [id, at]
        )
        try database.execute(
            sql: "DELETE FROM member_link WHERE nfc(member_id) = ?1 AND created_at <= ?2",
            arguments: [id, at]
        )
        // Listed again since: what is known under the listed spelling was learned since then.
        let listed = try String.fetchOne(
            database,
            sql: """
                SELECT id FROM member WHERE nfc(id) = ?1
                AND edition = (SELECT id FROM edition WHERE kind = 'members' AND state = 'live')
                ORDER BY id = ?1 DESC, id LIMIT 1
                """,
            arguments: [id]
        )
        for table in ["member_status", "member_history", "checkpoint_member", "identity_claim"] {
            try database.execute(
                sql: "DELETE FROM \(table) WHERE nfc(member_id) = ?1 AND member_id IS NOT ?2",
                arguments: [id, listed]
            )
        }
        guard listed == nil else { return }
        try database.execute(
            sql: """
                UPDATE household SET contacts =
                    (SELECT json_group_array(value) FROM json_each(contacts) WHERE nfc(value) <> ?1)
                WHERE EXISTS (SELECT 1 FROM json_each(contacts) WHERE nfc(value) = ?1)
                """,
            arguments: [id]
        )
    }

    private static func forgetHousehold(_ id: String, at: Int64, _ database: Database) throws {
        try database.execute(
            sql: "DELETE FROM household WHERE nfc(id) = ?1 AND \(editionsUpTo)",
            arguments: [id, at]
        )
        let requests = try String.fetchAll(
            database,
            sql: """
                SELECT id FROM help_request WHERE nfc(household_id) = ?1 AND created_at <= ?2
                AND state IN ('closed', 'cancelled') AND personal_data_erased_at IS NULL
                """,
            arguments: [id, at]
        )
        for request in requests {
            try database.execute(
                sql: """
                    UPDATE help_request SET caller_phone = NULL, summary = NULL, household_id = NULL, contacts = '[]',
                    latitude = round(latitude, 2), longitude = round(longitude, 2), personal_data_erased_at = ?
                    WHERE id = ?
                    """,
                arguments: [at, request]
            )
            for sql in [
                "DELETE FROM request_note WHERE request_id = ?",
                "DELETE FROM identity_claim WHERE request_id = ?",
                "UPDATE idempotency SET answer = NULL WHERE request_id = ?",
                """
                UPDATE attempt SET answer = NULL WHERE answer IS NOT NULL AND delivery_id IN
                (SELECT delivery.id FROM notice JOIN delivery ON notice_id = notice.id WHERE request_id = ?)
                """,
            ] {
                try database.execute(sql: sql, arguments: [request])
            }
        }
    }

    /// Keeps one row of status, of what was learned and of each checkpoint for everybody: that of the spelling in the list in
    /// force, or in the latest list that has them; else the one in today's spelling, else the first.
    private static let merging = """
        CREATE TEMP TABLE listed_spelling AS SELECT one, spelled FROM (
            SELECT nfc(member.id) AS one, member.id AS spelled, row_number() OVER (
                PARTITION BY nfc(member.id)
                ORDER BY edition.state = 'live' DESC, edition.id DESC, member.id = nfc(member.id) DESC, member.id
            ) AS place FROM member JOIN edition ON edition.id = member.edition
        ) WHERE place = 1;
        CREATE UNIQUE INDEX temp.listed_spelling_one ON listed_spelling (one);
        \(["member_status", "member_history"].map { table in
            """
            DELETE FROM \(table) WHERE member_id IN (SELECT member_id FROM (
                SELECT member_id, row_number() OVER (
                    PARTITION BY nfc(member_id)
                    ORDER BY member_id IS (SELECT spelled FROM listed_spelling WHERE one = nfc(member_id)) DESC,
                    member_id = nfc(member_id) DESC, member_id
                ) AS place FROM \(table)
            ) WHERE place > 1);
            """
        }.joined())
        DELETE FROM checkpoint_member WHERE (checkpoint, member_id) IN (SELECT checkpoint, member_id FROM (
            SELECT checkpoint, member_id, row_number() OVER (
                PARTITION BY checkpoint, nfc(member_id)
                ORDER BY member_id IS (SELECT spelled FROM listed_spelling WHERE one = nfc(member_id)) DESC,
                member_id = nfc(member_id) DESC, member_id
            ) AS place FROM checkpoint_member
        ) WHERE place > 1);
        DROP TABLE temp.listed_spelling;

        -- Wrong claims to be one member, by whichever spelling, count together.
        INSERT INTO identity_claim
            SELECT request_id, endpoint_id, nfc(member_id), sum(wrong_count), max(last_at) FROM identity_claim
            WHERE member_id GLOB '*[^ -~]*' AND member_id <> nfc(member_id)
            GROUP BY request_id, endpoint_id, nfc(member_id)
            ON CONFLICT (request_id, endpoint_id, member_id) DO UPDATE SET
            wrong_count = wrong_count + excluded.wrong_count, last_at = max(last_at, excluded.last_at);
        DELETE FROM identity_claim WHERE member_id GLOB '*[^ -~]*' AND member_id <> nfc(member_id);
        """
}
