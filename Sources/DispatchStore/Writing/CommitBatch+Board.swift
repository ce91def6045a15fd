package import DispatchCore

/// What a step of the board brings to be written.
extension CommitBatch {
    package mutating func add(_ decision: Decision, _ entries: [JournalEntry]) {
        self.entries += entries
        notices += decision.notices
        cancelledNotices += decision.cancelledNotices
    }

    /// Adds the present state of everything that has changed.
    package mutating func addImages(of changes: BoardChanges, on board: Board) {
        seats.formUnion(changes.seats)
        for id in changes.requests.sorted() {
            guard let request = board.requests[id] else { continue }
            requests.append(request)
            offers += request.offers.filter { changes.offers.contains($0.id) }
            assignments += request.assignments.filter { changes.assignments.contains($0.id) }
        }
        members += changes.members.sorted().compactMap { board.roster.member($0) }
        histories += changes.histories.sorted().compactMap { board.roster.member($0) }
        endpoints += changes.endpoints.sorted().map {
            ($0, board.roster.disabledEndpoints[$0], board.roster.unreachedEndpoints[$0])
        }
        setAside += changes.setAside
        if changes.learning { learning = board.learning }
    }
}
