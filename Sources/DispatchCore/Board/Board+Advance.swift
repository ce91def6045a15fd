import HeapModule

/// Deciding, applying and settling in one go: how the writer loop and the simulator drive the board.
extension Board {
    /// One call settles at most this many moments, so that a flood of them cannot keep callers waiting; the rest stays
    /// due and is settled by the next call.
    package static let settlementLimit = 256

    /// Decides a command, applies what follows, and settles what has become due by `now`.
    ///
    /// On a refusal nothing has changed.
    ///
    /// - Returns: All events, in order, with the notices that go with them.
    package mutating func advance<Generator>(
        _ command: Command,
        by actor: Actor,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> (decision: Decision, entries: [JournalEntry]) {
        let now = max(now, lastEventAt)
        var decision = try decide(command, by: actor, at: now, using: &ids)
        var entries = record(decision, by: actor, at: now)
        if case .openRequest(let new) = command, let idempotency = new.idempotency,
            case .opened(let requestID, _, isRepeat: false) = decision.outcome
        {
            remember(idempotency, opened: requestID, at: now)
        }
        if case .replaceRoster(let replacement) = command, let roster = replacement.roster {
            replaceRoster(with: roster, at: now)
        }
        entries += settle(at: now, using: &ids, into: &decision)
        return (decision, entries)
    }

    private mutating func record(_ decision: Decision, by actor: Actor, at now: Timestamp) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        entries.reserveCapacity(decision.events.count)
        for event in decision.events {
            let entry = JournalEntry(position: position + 1, at: now, actor: actor, event: event)
            apply(entry)
            entries.append(entry)
        }
        for move in decision.moves { apply(move) }
        return entries
    }

    private mutating func settle<Generator>(
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>,
        into decision: inout Decision
    ) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        for _ in 0..<Self.settlementLimit {
            guard let due = schedule.min, due.at <= now else { break }
            switch due.subject {
            case .request(let id):
                let passed = decidePassed(id, at: now)
                if !passed.events.isEmpty {
                    entries += record(passed, by: .system, at: now)
                    decision.append(passed)
                } else {
                    attention[id] = nil
                    let (asked, isShort) = decideAsking(id, at: now, using: &ids)
                    if isShort { shortOfMembers.insert(id) } else { shortOfMembers.remove(id) }
                    entries += record(asked, by: .system, at: now)
                    decision.append(asked)
                }
                reschedule(.request(id))
            case .member(let id):
                let settled = decideReturnFromAbsence(id)
                entries += record(settled, by: .system, at: now)
                decision.append(settled)
            }
        }
        return entries
    }
}
