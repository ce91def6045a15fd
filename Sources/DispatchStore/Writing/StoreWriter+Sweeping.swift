import DispatchCore
import GRDB

/// Removes what is not kept any longer. `secure_delete` overwrites it; pages that become free are used again, and the file
/// does not shrink by itself.
extension StoreWriter {
    func sweep(_ rows: SweptRows, _ database: Database) throws {
        switch rows {
        case .cuts(let cuts):
            for (cut, time) in cuts {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO sweep_cut VALUES (?, ?)",
                    arguments: [cut.rawValue, time.milliseconds]
                )
            }
        case .identityClaims(let time):
            try database.execute(sql: "DELETE FROM identity_claim WHERE last_at < ?", arguments: [time.milliseconds])
        case .answers(let time):
            try database.execute(sql: "DELETE FROM signed_answer WHERE taken_at < ?", arguments: [time.milliseconds])
        case .keys(let time): try sweepKeys(before: time, database)
        case .memberLinks(let time):
            try database.execute(
                sql: "DELETE FROM member_link WHERE suspended_at IS NOT NULL AND suspended_at < ?",
                arguments: [time.milliseconds]
            )
        case .attempts(let time, let rowLimit):
            try database.execute(
                sql: """
                    DELETE FROM attempt WHERE (delivery_id, number) IN
                    (SELECT delivery_id, number FROM attempt WHERE finished_at < ? ORDER BY finished_at LIMIT ?)
                    """,
                arguments: [time.milliseconds, rowLimit]
            )
        case .deliveries(let time, let rowLimit): try sweepDeliveries(before: time, rowLimit: rowLimit, database)
        case .endpoints(let ids):
            for id in ids {
                try database.cachedStatement(
                    sql: "DELETE FROM endpoint WHERE id = ? AND \(Store.isUnusedEndpoint)"
                ).execute(arguments: [id])
            }
        case .personalData(let ids, let at):
            for id in ids { try erasePersonalData(of: id, at: at, database) }
        case .checkpointStarted(let id, let frame, let policyDigest, let at):
            try database.execute(
                sql: "INSERT INTO checkpoint VALUES (?, 'staging', ?, ?, ?, ?)",
                arguments: [id, frame.position, at.milliseconds, try text(frame), policyDigest]
            )
        case .checkpointMembers(let id, let members):
            let insert = try database.cachedStatement(sql: "INSERT INTO checkpoint_member VALUES (?, ?, ?)")
            for member in members { try insert.execute(arguments: [id, member.id.text, try text(member)]) }
        case .checkpointInForce(let id): try putInForce(checkpoint: id, database)
        case .checkpoints(let rowLimit): try sweepCheckpoints(rowLimit: rowLimit, database)
        case .journal(let rowLimit):
            try database.execute(
                sql: """
                    DELETE FROM journal WHERE position IN (SELECT position FROM journal
                    WHERE position <= (SELECT position FROM checkpoint WHERE state = 'live')
                    ORDER BY position LIMIT ?)
                    """,
                arguments: [rowLimit]
            )
        }
    }

    func sweepKeys(before time: Timestamp, _ database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM idempotency WHERE created_at < ?")
            .execute(arguments: [time.milliseconds])
    }

    private func sweepDeliveries(before time: Timestamp, rowLimit: Int, _ database: Database) throws {
        let old = try Row.fetchAll(
            try database.cachedStatement(
                sql: """
                    SELECT id, notice_id FROM delivery WHERE settled_at IS NOT NULL AND settled_at < ?
                    ORDER BY settled_at LIMIT ?
                    """
            ),
            arguments: [time.milliseconds, rowLimit]
        )
        for row in old {
            let id: Int64 = try row["id"]
            for table in ["attempt WHERE delivery_id", "delivery WHERE id"] {
                try database.cachedStatement(sql: "DELETE FROM \(table) = ?").execute(arguments: [id])
            }
            let noticeID: String = try row["notice_id"]
            let goesElsewhere = try Bool.fetchOne(
                try database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM delivery WHERE notice_id = ?)"),
                arguments: [noticeID]
            )
            guard goesElsewhere == false else { continue }
            for table in ["notice_offer WHERE notice_id", "notice WHERE id"] {
                try database.cachedStatement(sql: "DELETE FROM \(table) = ?").execute(arguments: [noticeID])
            }
        }
    }

    /// What is left is the figures of reports: times, category, urgency, village, seats, offers, assignments, grade. The
    /// point becomes that of the village, or one within a kilometre when the village is listed no more.
    func erasePersonalData(of id: RequestID, at time: Timestamp, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                UPDATE help_request SET caller_phone = NULL, summary = NULL, household_id = NULL, contacts = '[]',
                latitude = ifnull((SELECT latitude FROM village
                    WHERE \(RosterRows.live(.villages)) AND code = village_code), round(latitude, 2)),
                longitude = ifnull((SELECT longitude FROM village
                    WHERE \(RosterRows.live(.villages)) AND code = village_code), round(longitude, 2)),
                personal_data_erased_at = ?
                WHERE id = ? AND state IN ('closed', 'cancelled') AND personal_data_erased_at IS NULL
                """
        ).execute(arguments: [time.milliseconds, id.description])
        guard database.changesCount == 1 else { return }
        for sql in [
            "DELETE FROM request_note WHERE request_id = ?",
            "DELETE FROM identity_claim WHERE request_id = ?",
            "UPDATE idempotency SET answer = NULL WHERE request_id = ? AND answer IS NOT NULL",
        ] {
            try database.cachedStatement(sql: sql).execute(arguments: [id.description])
        }
        try eraseAnswers(about: id.description, database)
    }

    /// What an endpoint answers may repeat what it was told.
    func eraseAnswers(about requestID: String, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                UPDATE attempt SET answer = NULL WHERE answer IS NOT NULL AND delivery_id IN
                (SELECT delivery.id FROM notice JOIN delivery ON notice_id = notice.id WHERE request_id = ?)
                """
        ).execute(arguments: [requestID])
    }

    private func putInForce(checkpoint id: Int64, _ database: Database) throws {
        try database.execute(sql: "UPDATE checkpoint SET state = 'retired' WHERE state = 'live'")
        try database.execute(
            sql: "UPDATE checkpoint SET state = 'live' WHERE id = ? AND state = 'staging'",
            arguments: [id]
        )
        // Whoever was forgotten while it was made.
        try database.execute(
            sql: """
                DELETE FROM checkpoint_member WHERE checkpoint = ?1 AND member_id IN (SELECT id FROM forgotten
                WHERE kind = 'member' AND at >= (SELECT made_at FROM checkpoint WHERE id = ?1))
                """,
            arguments: [id]
        )
    }

    private func sweepCheckpoints(rowLimit: Int, _ database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM checkpoint_member WHERE (checkpoint, member_id) IN (SELECT checkpoint, member_id
                FROM checkpoint_member WHERE checkpoint IN (SELECT id FROM checkpoint WHERE state <> 'live') LIMIT ?)
                """,
            arguments: [rowLimit]
        )
        try database.execute(
            sql: """
                DELETE FROM checkpoint WHERE state <> 'live'
                AND NOT EXISTS (SELECT 1 FROM checkpoint_member WHERE checkpoint = checkpoint.id)
                """
        )
    }
}
