import GRDB
import Testing

/// The programs as they are shipped, with a real store, real sockets and real kills; one test at a time.
@Suite(.serialized)
struct EndToEndTests {
    /// Asks the tables whether anybody shares a seat.
    func expectOneHolderOfEachSeat(_ county: TestCounty) throws {
        let shared = try county.sql { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT seat_id FROM assignment WHERE is_primary = 1
                    AND state NOT IN ('cleared', 'released', 'no-show', 'stood-down')
                    GROUP BY seat_id HAVING count(*) > 1
                    """
            )
        }
        #expect(shared.isEmpty)
    }
}
