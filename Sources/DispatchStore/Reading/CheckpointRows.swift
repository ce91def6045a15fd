import DispatchCore
import Foundation
import GRDB

/// Reads the checkpoint in force.
enum CheckpointRows {
    static func live(_ database: Database) throws -> Checkpoint? {
        let row = try Row.fetchOne(database, sql: "SELECT id, frame FROM checkpoint WHERE state = 'live'")
        guard let row else { return nil }
        let frame: String = try row["frame"]
        let id: Int64 = try row["id"]
        let members = try String.fetchAll(
            database,
            sql: "SELECT told FROM checkpoint_member WHERE checkpoint = ? ORDER BY member_id",
            arguments: [id]
        )
        let decoder = JSONDecoder()
        return Checkpoint(
            frame: try decoder.decode(Checkpoint.Frame.self, from: Data(frame.utf8)),
            members: try members.map { try decoder.decode(Checkpoint.MemberState.self, from: Data($0.utf8)) }
        )
    }

    static func restore(_ checkpoint: Checkpoint, onto board: inout Board, _ database: Database) throws {
        try board.restore(checkpoint) { try RequestRows.place(of: $0, database) }
    }
}
