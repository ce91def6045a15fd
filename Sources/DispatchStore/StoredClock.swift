package import DispatchCore
import GRDB

/// How the clocks stood at a commit, for elapsed time to go on from there.
package struct StoredClock: Equatable, Sendable {
    package var elapsed: Timestamp
    package var wall: WallTime
    /// Of the boot in which `bootMilliseconds` was read; CLOCK_BOOTTIME means nothing in another one.
    package var bootID: String
    package var bootMilliseconds: Int64
    /// What the wall clock showed when it was last believed.
    package var believedWall: WallTime
    /// nil while the wall clock is believed.
    package var doubtedSince: Timestamp?

    package init(
        elapsed: Timestamp,
        wall: WallTime,
        bootID: String,
        bootMilliseconds: Int64,
        believedWall: WallTime,
        doubtedSince: Timestamp?
    ) {
        self.elapsed = elapsed
        self.wall = wall
        self.bootID = bootID
        self.bootMilliseconds = bootMilliseconds
        self.believedWall = believedWall
        self.doubtedSince = doubtedSince
    }

    /// A store of an older version has one time, which is taken for both.
    init(_ county: Row) throws {
        let last = try county.nearestTime("last_event_at")
        guard county.hasColumn("elapsed_at") else {
            let wall = WallTime(milliseconds: last.milliseconds)
            self.init(
                elapsed: last,
                wall: wall,
                bootID: "",
                bootMilliseconds: 0,
                believedWall: wall,
                doubtedSince: nil
            )
            return
        }
        self.init(
            // An entry is never later than the commit that brought it; one of an older version may be.
            elapsed: max(try county.nearestTime("elapsed_at"), last),
            wall: WallTime(milliseconds: try county.nearestTime("wall_at").milliseconds),
            bootID: try county["boot_id"],
            bootMilliseconds: try county["boot_milliseconds"],
            believedWall: WallTime(milliseconds: try county.nearestTime("believed_wall_at").milliseconds),
            doubtedSince: try county.time("clock_doubted_since")
        )
    }

    func write(_ database: Database) throws {
        let update = try database.cachedStatement(
            sql: """
                UPDATE county SET elapsed_at = ?, wall_at = ?, boot_id = ?, boot_milliseconds = ?, believed_wall_at = ?,
                clock_doubted_since = ?
                """
        )
        try update.execute(arguments: [
            elapsed.milliseconds, wall.milliseconds, bootID, bootMilliseconds, believedWall.milliseconds,
            doubtedSince?.milliseconds,
        ])
    }
}

extension ClockHistory {
    static func fetch(_ database: Database) throws -> ClockHistory {
        // A store of an older version is looked at as it is.
        guard try database.tableExists("clock_step") else { return ClockHistory() }
        return ClockHistory(
            try Row.readableValues(
                database,
                sql: "SELECT at, wall_offset FROM clock_step ORDER BY at DESC LIMIT ?",
                arguments: [stepLimit]
            ) { Step(at: try $0.requiredTime("at"), offsetMilliseconds: try $0["wall_offset"]) }
        )
    }
}

extension ClockHistory.Step {
    /// Writes the step, and forgets the oldest beyond ``ClockHistory/stepLimit``.
    func write(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO clock_step VALUES (?, ?)",
            arguments: [at.milliseconds, offsetMilliseconds]
        )
        try database.execute(
            sql: "DELETE FROM clock_step WHERE at NOT IN (SELECT at FROM clock_step ORDER BY at DESC LIMIT ?)",
            arguments: [ClockHistory.stepLimit]
        )
    }
}
