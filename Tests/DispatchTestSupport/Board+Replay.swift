package import DispatchCore

extension Board {
    /// Tells this board what another one went through: the journal, and the few things that are not in it.
    package mutating func replay(
        _ entries: [JournalEntry],
        of command: Command,
        moves: [Decision.Move],
        at now: Timestamp
    ) {
        // What the command brought about comes first; what then fell due is the system's doing.
        let settledFrom = entries.firstIndex { $0.actor == .system } ?? entries.endIndex
        for entry in entries[..<settledFrom] { apply(entry) }
        for move in moves { apply(move) }
        if case .replaceRoster(let replacement) = command, let roster = replacement.roster {
            replaceRoster(with: roster, at: now)
        }
        if case .forgetMember(let id) = command { removeMember(id) }
        for entry in entries[settledFrom...] { apply(entry) }
    }
}
