package import DispatchCore
package import DispatchStore
import DispatchTestSupport
import GRDB

extension Store {
    /// What is wrong with the file, or between its tables and its journal; nil when it is sound.
    package func unsoundness() throws -> String? {
        let complaints = try pool.read { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check")
                + Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { "\($0)" }
        }
        guard complaints == ["ok"] else { return complaints.joined(separator: "; ") }
        let board = try loadBoard(policy: .simple)
        if let fault = board.brokenInvariant(at: board.lastEventAt) { return fault }
        var replayed = Board(
            countyCode: SmallCounty.code,
            utcOffsetSeconds: SmallCounty.utcOffsetSeconds,
            policy: .simple,
            roster: board.roster.asListed
        )
        try replayJournal(onto: &replayed)
        replayed.forgetEnded(at: board.lastEventAt)
        let stored = BoardSnapshot(board, isJournalOnly: true)
        return BoardSnapshot(replayed, isJournalOnly: true).difference(from: stored).map { "journal: \($0)" }
    }
}

extension Board {
    /// What the tables are asked for: the board without what is long over.
    package var asLoaded: BoardSnapshot {
        var board = self
        board.forgetEnded(at: board.lastEventAt)
        return BoardSnapshot(board)
    }
}
