import DispatchCore
import Foundation
import GRDB

/// Writes batches through the store's one writing connection. Used by the writer loop's thread alone.
package struct StoreWriter {
    let store: Store
    private let encoder: JSONEncoder

    package init(_ store: Store) {
        self.store = store
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// Writes a batch in one transaction that is on the disk when this returns.
    ///
    /// - Returns: The outbox rows that came with it.
    package func commit(_ batch: CommitBatch) throws(StoreFault) -> [Int64] {
        do {
            return try store.pool.writeWithoutTransaction { database in
                var deliveries: [Int64] = []
                try database.inTransaction(.immediate) {
                    deliveries = try write(batch, database)
                    return .commit
                }
                return deliveries
            }
        } catch {
            throw StoreFault(error, "commit")
        }
    }

    private func write(_ batch: CommitBatch, _ database: Database) throws -> [Int64] {
        try advanceJournal(batch, database)
        let details = Dictionary(
            batch.records.compactMap { record in
                if case .requestDetails(let id, let details) = record { (id, details) } else { nil }
            }
        ) { first, _ in first }
        for request in batch.requests {
            try write(request, details: details[request.id], changedSeats: batch.seats, database)
        }
        // What lets go of a seat or a member before what takes hold of them, so that neither is held twice in between.
        for offer in batch.offers where !offer.state.isStanding { try write(offer, database) }
        for offer in batch.offers where offer.state.isStanding { try write(offer, database) }
        for assignment in batch.assignments where !assignment.state.isLive { try write(assignment, database) }
        for assignment in batch.assignments where assignment.state.isLive && assignment.isPrimary {
            try makeRoom(for: assignment, database)
        }
        for assignment in batch.assignments where assignment.state.isLive && !assignment.state.occupiesMember {
            try write(assignment, database)
        }
        for assignment in batch.assignments where assignment.state.occupiesMember { try write(assignment, database) }
        for request in batch.setAside { try setAside(request, database) }
        for member in batch.members { try write(member, database) }
        for member in batch.histories { try write(member.history, of: member.id, database) }
        for endpoint in batch.endpoints {
            try write(endpoint.disabled, unreachedSince: endpoint.unreachedSince, of: endpoint.id, database)
        }
        if let learning = batch.learning { try write(learning, database) }
        for record in batch.records { try write(record, database) }
        // Before they are cancelled: an offer may be made and withdrawn in one batch.
        var deliveries = try batch.notices.map { try write($0, database) }
        for offerID in batch.cancelledNotices { try cancelNotice(of: offerID, at: batch.entries.last?.at, database) }
        for settlement in batch.settlements {
            try write(settlement, database)
            if let fallback = try writeFallback(settlement, database) { deliveries.append(fallback) }
        }
        return deliveries
    }

    /// Appends to the journal, or finds that this is no longer the writer.
    private func advanceJournal(_ batch: CommitBatch, _ database: Database) throws {
        let last = batch.entries.last
        let update = try database.cachedStatement(
            sql: """
                UPDATE county SET journal_position = ?, last_event_at = max(last_event_at, ?)
                WHERE journal_position = ? AND writer_epoch = ?
                """
        )
        try update.execute(arguments: [
            last?.position ?? batch.expectedPosition, last?.at.milliseconds ?? 0, batch.expectedPosition,
            store.county.writerEpoch,
        ])
        guard database.changesCount == 1 else {
            throw StoreFault(
                .fenced,
                "commit",
                "the store is not where this daemon left it: another one has written to it"
            )
        }
        let insert = try database.cachedStatement(sql: "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)")
        for entry in batch.entries {
            try insert.execute(arguments: [
                entry.position, entry.at.milliseconds, entry.actor.text, entry.event.kind,
                entry.event.requestID?.description, try text(entry.event.payload), entry.wall.milliseconds,
            ])
        }
        try batch.clock?.write(database)
        try batch.clockStep?.write(database)
    }

    func text(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
