import DispatchCore
import GRDB

/// Notices going in, and what came of delivering them.
extension StoreWriter {
    func write(_ notice: Notice, _ database: Database) throws -> Int64 {
        let insertNotice = try database.cachedStatement(sql: "INSERT INTO notice VALUES (?, ?, ?, ?, ?, ?, ?)")
        let memberID: MemberID?
        let whistleID: WhistleID?
        switch notice.subject {
        case .offers(_, let member): (memberID, whistleID) = (member, nil)
        case .whistle(let id): (memberID, whistleID) = (nil, id)
        }
        try insertNotice.execute(arguments: [
            notice.id.description, notice.kind.rawValue, notice.requestID.description, memberID?.text,
            whistleID?.description, notice.createdAt.milliseconds, notice.deadline.milliseconds,
        ])
        let insertOffer = try database.cachedStatement(sql: "INSERT INTO notice_offer VALUES (?, ?)")
        for offerID in notice.offerIDs {
            try insertOffer.execute(arguments: [notice.id.description, offerID.description])
        }
        let insertDelivery = try database.cachedStatement(
            sql: """
                INSERT INTO delivery (notice_id, endpoint_id, state, due_at, attempts) VALUES (?, ?, 'due', ?, 0)
                """
        )
        try insertDelivery.execute(arguments: [
            notice.id.description, notice.endpointID, notice.createdAt.milliseconds,
        ])
        return database.lastInsertedRowID
    }

    /// Takes the notice of an offer's making out of the outbox, unless it has been settled.
    func cancelNotice(of offerID: OfferID, at time: Timestamp?, _ database: Database) throws {
        let update = try database.cachedStatement(
            sql: """
                UPDATE delivery SET state = 'cancelled', settled_at = ? WHERE state = 'due' AND notice_id IN
                (SELECT notice_id FROM notice_offer JOIN notice ON notice.id = notice_offer.notice_id
                 WHERE offer_id = ? AND kind = 'offer.created')
                """
        )
        try update.execute(arguments: [time?.milliseconds ?? 0, offerID.description])
    }

    func write(_ settlement: DeliverySettlement, _ database: Database) throws {
        health: if let attempt = settlement.attempt {
            // Killed between an attempt and its record, the daemon makes that attempt again under the same number.
            try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO attempt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            )
            .execute(arguments: [
                settlement.deliveryID, attempt, settlement.startedAt.milliseconds,
                settlement.finishedAt.milliseconds, settlement.outcome.text, settlement.status, settlement.reason,
                settlement.milliseconds, settlement.log.dnsMilliseconds, settlement.log.connectMilliseconds,
                settlement.log.tlsMilliseconds, settlement.log.firstByteMilliseconds, settlement.log.fault,
                settlement.log.platformCode,
                settlement.log.answer.isEmpty ? nil : Blob.data(settlement.log.answer),
                settlement.log.leadDeliveryID,
            ])
            // What several deliveries shared says no more about their endpoint than one.
            guard settlement.log.leadDeliveryID == nil, settlement.countsForHealth else { break health }
            let endpointID = try Int64.fetchOne(
                try database.cachedStatement(sql: "SELECT endpoint_id FROM delivery WHERE id = ?"),
                arguments: [settlement.deliveryID]
            )
            if let endpointID {
                try noteHealth(
                    of: endpointID,
                    isSent: settlement.outcome == .sent,
                    at: settlement.finishedAt,
                    database
                )
            }
        }
        switch settlement.outcome {
        case .sent:
            try cancelOthers(settlement, database)
            // A cancelled notice that was on its way may arrive all the same.
            try settle(settlement, as: "sent", where: "state IN ('due', 'cancelled')", database)
        case .givenUp:
            try settle(settlement, as: "given-up", where: "state = 'due'", database)
        case .retry(let dueAt):
            let update = try database.cachedStatement(
                sql: "UPDATE delivery SET due_at = ?, attempts = ifnull(?, attempts) WHERE id = ? AND state = 'due'"
            )
            try update.execute(arguments: [dueAt.milliseconds, settlement.attempt, settlement.deliveryID])
        }
    }

    /// What has arrived at one endpoint need not go to another.
    private func cancelOthers(_ settlement: DeliverySettlement, _ database: Database) throws {
        let update = try database.cachedStatement(
            sql: """
                UPDATE delivery SET state = 'cancelled', settled_at = ? WHERE state = 'due' AND id <> ?
                AND notice_id = (SELECT notice_id FROM delivery WHERE id = ?)
                """
        )
        try update.execute(arguments: [
            settlement.finishedAt.milliseconds, settlement.deliveryID, settlement.deliveryID,
        ])
    }

    /// Sends a notice to another endpoint as well.
    ///
    /// - Returns: The new row; nil when it goes there already, or is not to be sent any more.
    func writeFallback(_ settlement: DeliverySettlement, _ database: Database) throws -> Int64? {
        guard let endpointID = settlement.fallbackEndpointID else { return nil }
        let insert = try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO delivery (notice_id, endpoint_id, state, due_at, attempts)
                SELECT notice_id, ?, 'due', ?, 0 FROM delivery WHERE id = ? AND state <> 'cancelled'
                """
        )
        try insert.execute(arguments: [endpointID, settlement.finishedAt.milliseconds, settlement.deliveryID])
        return database.changesCount == 1 ? database.lastInsertedRowID : nil
    }

    /// How an endpoint has done with an attempt.
    func noteHealth(of id: Int64, isSent: Bool, at time: Timestamp, _ database: Database) throws {
        let change =
            isSent
            ? "last_sent_at = ?, failure_count = 0"
            : "last_failed_at = ?, failure_count = min(failure_count, 999999999) + 1"
        let update = try database.cachedStatement(sql: "UPDATE endpoint SET \(change) WHERE id = ?")
        try update.execute(arguments: [time.milliseconds, id])
    }

    /// Switches an endpoint off, or on again with nil, and notes whether it is reached.
    func write(
        _ disabled: DisabledEndpoint?,
        unreachedSince: Timestamp?,
        of id: Int64,
        _ database: Database
    ) throws {
        let update = try database.cachedStatement(
            sql: """
                UPDATE endpoint SET disabled_at = ?, disabled_reason = ?, unreached_since = ?,
                failure_count = iif(? IS NULL AND disabled_at IS NOT NULL, 0, failure_count) WHERE id = ?
                """
        )
        try update.execute(arguments: [
            disabled?.at.milliseconds, disabled?.reason.rawValue, unreachedSince?.milliseconds,
            disabled?.at.milliseconds, id,
        ])
    }

    /// Puts a settled delivery back into the outbox; its number of attempts goes on.
    func replay(_ id: Int64, at time: Timestamp, _ database: Database) throws {
        let update = try database.cachedStatement(
            sql: "UPDATE delivery SET state = 'due', due_at = ?, settled_at = NULL WHERE id = ? AND state <> 'due'"
        )
        try update.execute(arguments: [time.milliseconds, id])
    }

    private func settle(
        _ settlement: DeliverySettlement,
        as state: String,
        where condition: String,
        _ database: Database
    ) throws {
        let update = try database.cachedStatement(
            sql: """
                UPDATE delivery SET state = ?, settled_at = ?, attempts = ifnull(?, attempts)
                WHERE id = ? AND \(condition)
                """
        )
        try update.execute(arguments: [
            state, settlement.finishedAt.milliseconds, settlement.attempt, settlement.deliveryID,
        ])
    }
}
