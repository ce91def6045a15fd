/// Deciding, applying and settling in one go: how the writer loop and the simulator drive the board.
extension Board {
    /// Decides a command, applies what follows, and settles all that has become due by `now`, however much that is.
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
        var budget = WorkBudget.unlimited
        return try advance(command, by: actor, at: now, using: &ids, within: &budget)
    }

    /// The same within a budget: the rest of what is due stays so and is settled by the next call.
    ///
    /// - Parameters:
    ///   - settles: False for commands that are followed by a tick of the same moment: a request that many of them touch is
    ///     then looked at once for all of them and not once for each.
    ///   - budget: How much may be settled.
    package mutating func advance<Generator>(
        _ command: Command,
        by actor: Actor,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>,
        settles: Bool = true,
        within budget: inout WorkBudget
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
        if settles { entries += settle(at: now, using: &ids, into: &decision, within: &budget) }
        return (decision, entries)
    }

    /// Applies what was decided; when each request is to be looked at next is worked out once, at the end.
    mutating func record(_ decision: Decision, by actor: Actor, at now: Timestamp) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        entries.reserveCapacity(decision.events.count)
        postponed = []
        for event in decision.events {
            var wall = wall(at: now)
            if case .clockStepped(let step) = event {
                // The first entry of the clock as it is set now.
                wall = WallTime(milliseconds: now.milliseconds.addingSaturated(step.offsetMilliseconds))
            }
            let entry = JournalEntry(position: position + 1, at: now, wall: wall, actor: actor, event: event)
            apply(entry)
            if case .requestOpened(let new, _) = event { opened.append(new.requestID) }
            entries.append(entry)
        }
        for move in decision.moves { apply(move) }
        reschedulePostponed()
        return entries
    }
}
