import DispatchCore
import DispatchTestSupport
import Geospatial
import TestSupport
import Testing

/// A board with far more to do than one turn can, driven as the writer drives it: turn by turn, each with its budget.
struct Flood {
    static let start = Timestamp(milliseconds: 1_760_000_000_000)
    static let attacker = Actor.token("attacker")

    private(set) var board: Board
    private var ids: IdentifierSource<SeededGenerator>
    private var generator: SeededGenerator
    private let villages: [Village]
    var now = Flood.start
    /// The dearest turn so far, in units of work.
    private(set) var dearestTurn = 0
    private(set) var turns = 0

    init(seed: UInt64, memberCount: Int, policy: Policy = .weighing) throws {
        var generator = SeededGenerator(seed: seed)
        let villages = try (0..<8).map { number in
            Village(
                code: "90010\(number)",
                name: "\(number + 1)号测试村",
                townshipCode: "9001",
                township: "测试镇",
                coordinate: try Coordinate(
                    latitude: 36.9 + 0.012 * Double(number / 3),
                    longitude: 115.2 + 0.015 * Double(number % 3)
                )
            )
        }
        var entries: [Roster.Entry] = []
        for number in 0..<memberCount {
            let village = villages[Int.random(in: villages.indices, using: &generator)]
            entries.append(
                Roster.Entry(
                    id: MemberID("m\(number)"),
                    villageCode: village.code,
                    home: try SmallCounty.point(near: village.coordinate, using: &generator),
                    capabilities: SmallCounty.words.filter { _ in Bool.random(using: &generator) },
                    transport: Transport.allCases.randomElement(using: &generator) ?? .walk,
                    endpointID: Int64(1 + number % 40)
                )
            )
        }
        let desks = [Desk(id: DeskID("d"), level: .county, code: SmallCounty.code, endpointID: 1)]
        board = Board(
            countyCode: SmallCounty.code,
            utcOffsetSeconds: SmallCounty.utcOffsetSeconds,
            policy: policy,
            roster: Roster(villages: villages, entries: entries, desks: desks)
        )
        self.villages = villages
        self.generator = generator
        ids = IdentifierSource(SeededGenerator(seed: seed + 1))
    }

    /// Opens a request that waits for the next turn.
    @discardableResult
    mutating func open(
        seats count: Int,
        _ urgency: Urgency = .immediate,
        requires words: [String] = [],
        by actor: Actor = Flood.attacker
    ) throws -> RequestID {
        let village = villages[Int.random(in: villages.indices, using: &generator)]
        let new = NewHelpRequest(
            category: "other",
            urgency: urgency,
            place: Place(villageCode: village.code, coordinate: village.coordinate),
            seats: Array(repeating: SeatPlan(role: "helper", requires: words), count: count)
        )
        var unused = WorkBudget()
        let (decision, _) = try board.advance(
            .openRequest(new),
            by: actor,
            at: now,
            using: &ids,
            settles: false,
            within: &unused
        )
        guard case .opened(let id, _, _) = decision.outcome else { throw Unopened() }
        return id
    }

    struct Unopened: Error {}

    /// One turn of the writer.
    @discardableResult
    mutating func turn(_ command: Command = .tick, by actor: Actor = .system) throws -> [Event] {
        var budget = WorkBudget()
        let (decision, _) = try board.advance(command, by: actor, at: now, using: &ids, within: &budget)
        dearestTurn = max(dearestTurn, budget.spentUnits)
        turns += 1
        return decision.events
    }

    mutating func turnWithoutLimit() throws -> [Event] {
        try board.advance(.tick, by: .system, at: now, using: &ids).decision.events
    }

    /// A turn on a machine that is so slow that there is never time for more than the least.
    mutating func turnWithoutTime() throws {
        var budget = WorkBudget { false }
        _ = try board.advance(.tick, by: .system, at: now, using: &ids, within: &budget)
    }

    /// As if the daemon had been stopped and started.
    mutating func restart() { board = board.restarted }

    var isDue: Bool { board.nextDeadline.map { $0 <= now } ?? false }

    /// Seats for which nobody was asked and of whose requests it was not said that nobody is left.
    var unweighedSeats: Int {
        board.requests.values.reduce(0) { sum, request in
            guard request.unansweredAt == nil else { return sum }
            let asked = Set(request.offers.map(\.seatID))
            return sum + request.seats.count { !asked.contains($0.id) }
        }
    }
}
