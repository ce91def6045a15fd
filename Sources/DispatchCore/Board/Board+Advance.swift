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
    /// - Parameter settles: False for commands that are followed by a tick of the same moment: a request that many of them
    ///   touch is then looked at once for all of them and not once for each.
    /// - Returns: All events, in order, with the notices that go with them.
    package mutating func advance<Generator>(
        _ command: Command,
        by actor: Actor,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>,
        settles: Bool = true
    ) throws(Refusal) -> (decision: Decision, entries: [JournalEntry]) {
        // Elapsed time does not go back; where a caller's reading is older, the entry's counts.
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
        if case .forgetMember(let id) = command { removeMember(id) }
        if settles { entries += settle(at: now, using: &ids, into: &decision) }
        return (decision, entries)
    }

    private mutating func record(_ decision: Decision, by actor: Actor, at now: Timestamp) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        entries.reserveCapacity(decision.events.count)
        for event in decision.events {
            var wall = wall(at: now)
            if case .clockStepped(let step) = event {
                // The first entry of the clock as it is set now.
                wall = WallTime(milliseconds: now.milliseconds.addingSaturated(step.offsetMilliseconds))
            }
            let entry = JournalEntry(position: position + 1, at: now, wall: wall, actor: actor, event: event)
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
        var left = Self.settlementLimit
        while left > 0 {
            // What has passed comes first; those it leaves in need of members are then looked at together.
            var wanting: [RequestID] = []
            while left > 0, let due = schedule.min, due.at <= now {
                left -= 1
                switch due.subject {
                case .request(let id):
                    let passed = decidePassed(id, at: now, using: &ids)
                    guard passed.events.isEmpty else {
                        entries += record(passed, by: .system, at: now)
                        decision.append(passed)
                        reschedule(.request(id))
                        continue
                    }
                    attention[id] = nil
                    wanting.append(id)
                    unschedule(.request(id))
                case .member(let id):
                    let settled = decideReturnFromAbsence(id)
                    entries += record(settled, by: .system, at: now)
                    decision.append(settled)
                }
            }
            guard !wanting.isEmpty else { break }
            let (asked, askedEntries) = ask(for: wanting, at: now, using: &ids)
            entries += askedEntries
            decision.append(asked)
            for id in wanting { reschedule(.request(id)) }
        }
        return entries
    }

    /// Asks for these requests whom the rule of the policy says.
    private mutating func ask<Generator>(
        for wanting: [RequestID],
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> (Decision, [JournalEntry]) {
        var decision = Decision()
        var entries: [JournalEntry] = []
        switch policy.selection {
        case .simple(let rule):
            // One after the other, each seeing whom the one before has taken.
            for id in wanting {
                let (asked, isShort) = decideAsking(id, by: rule, at: now, using: &ids)
                if isShort { shortOfMembers.insert(id) } else { shortOfMembers.remove(id) }
                entries += record(asked, by: .system, at: now)
                decision.append(asked)
            }
        case .value(let rule):
            let (asked, short) = decideAlerting(wanting, by: rule, at: now, using: &ids)
            for id in wanting {
                weighedAt[id] = now
                if short.contains(id) { shortOfMembers.insert(id) } else { shortOfMembers.remove(id) }
            }
            entries = record(asked, by: .system, at: now)
            decision = asked
        }
        return (decision, entries)
    }
}
