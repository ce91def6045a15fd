import DispatchCore
import GRDB

/// What the journal does not carry.
extension StoreWriter {
    func write(_ record: StoreRecord, _ database: Database) throws {
        switch record {
        case .requestDetails:
            // Written together with the request's row.
            break
        case .idempotency(let idempotency, let requestID, let at):
            try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO idempotency VALUES (?, ?, ?, ?, ?, NULL)"
            ).execute(arguments: [
                idempotency.tokenID, idempotency.key, idempotency.bodyDigest, requestID.description, at.milliseconds,
            ])
            try sweepKeys(before: at.adding(seconds: -Board.idempotencyLifeSeconds), database)
        case .idempotencyAnswer(let tokenID, let key, let answer):
            try database.cachedStatement(
                sql: "UPDATE idempotency SET answer = ? WHERE token_id = ? AND key = ? AND answer IS NULL"
            ).execute(arguments: [answer, tokenID, key])
        case .note(let requestID, let at, let actor, let kind, let text):
            // A note that waited while the personal data of its request was erased would stay for ever.
            try database.cachedStatement(
                sql: """
                    INSERT INTO request_note (request_id, at, actor, kind, text)
                    SELECT id, ?, ?, ?, ? FROM help_request WHERE id = ? AND personal_data_erased_at IS NULL
                    """
            ).execute(arguments: [at.milliseconds, actor.text, kind.rawValue, text, requestID.description])
        case .accessToken(let token):
            try token.insert(database)
        case .accessTokenRevoked(let id, let at):
            try database.execute(
                sql: "UPDATE access_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                arguments: [at.milliseconds, id]
            )
        case .memberLink(let id, let memberID, let at): try write(link: id, of: memberID, at: at, database)
        case .memberLinkRenewed(let id, let memberID, let at): try renew(link: id, of: memberID, at: at, database)
        case .memberLinksFollow(let edition, let at): try followLinks(toStaged: edition, at: at, database)
        case .identityClaimed(let claim):
            try write(claim, database)
        case .answerTaken(let id, let at):
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO signed_answer VALUES (?, ?)")
                .execute(arguments: [id, at.milliseconds])
        case .endpointTested(let id, let at, let isSent):
            try noteHealth(of: id, isSent: isSent, at: at, database)
            try database.execute(
                sql: "UPDATE endpoint SET last_tested_at = ? WHERE id = ?",
                arguments: [at.milliseconds, id]
            )
        case .endpointRotated(let id, let newSecret):
            try database.execute(
                sql: "UPDATE endpoint SET new_secret = ?, listed_secret_signs = 1 WHERE id = ?",
                arguments: [newSecret, id]
            )
        case .endpointRotationFinished(let id):
            try database.execute(
                sql: "UPDATE endpoint SET listed_secret_signs = 0 WHERE id = ? AND new_secret IS NOT NULL",
                arguments: [id]
            )
        case .deliveryReplayed(let id, let at):
            try replay(id, at: at, database)
        case .swept(let rows):
            try sweep(rows, database)
        case .forgotten(let erasure):
            try erase(erasure, database)
        case .editionStarted(let id, let kind, let at):
            try database.execute(
                sql: "INSERT INTO edition VALUES (?, ?, 'staging', ?)",
                arguments: [id, kind.rawValue, at.milliseconds]
            )
        case .editionVillages(let id, let villages):
            for village in villages { try write(village, edition: id, database) }
        case .editionMembers(let id, let members):
            for member in members { try write(member, edition: id, database) }
        case .editionHouseholds(let id, let households):
            for household in households { try write(household, edition: id, database) }
        case .editionDesks(let id, let desks):
            for desk in desks { try write(desk, edition: id, database) }
        case .editionKeepsMembers(let id, let members):
            for member in members { try keep(member, in: id, database) }
        case .editionInForce(let id, let kind):
            try putInForce(id, kind, database)
        case .editionAbandoned(let id):
            try database.execute(
                sql: "UPDATE edition SET state = 'retired' WHERE id = ? AND state = 'staging'",
                arguments: [id]
            )
        case .editionsSwept(let rowLimit):
            try sweepEditions(rowLimit: rowLimit, database)
        }
    }

    private func write(_ claim: IdentityClaim, _ database: Database) throws {
        // Two that were wrong at once may come here in either order; the one that counts more stays.
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO identity_claim VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
                SET wrong_count = excluded.wrong_count, last_at = excluded.last_at
                WHERE excluded.wrong_count > wrong_count OR excluded.last_at > last_at
                """
        )
        try upsert.execute(arguments: [
            claim.subject.group.requestID.description, claim.subject.group.endpointID, claim.subject.memberID.text,
            claim.wrongCount, claim.lastAt.milliseconds,
        ])
    }
}
