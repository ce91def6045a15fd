package import DispatchCore

extension Board {
    /// The board as a start makes it anew of what the tables hold of this one.
    package var restarted: Board {
        var stored = Stored()
        stored.position = position
        stored.lastEventAt = lastEventAt
        stored.wallOffsetMilliseconds = wallOffsetMilliseconds
        stored.lastNumbers = lastNumbers
        stored.learning = learning
        stored.openers = openers
        stored.requests = requests.values.sorted { $0.id < $1.id }
        var board = Board(
            countyCode: countyCode,
            utcOffsetSeconds: utcOffsetSeconds,
            policy: policy,
            roster: roster.asStored
        )
        board.restore(stored)
        return board
    }
}
