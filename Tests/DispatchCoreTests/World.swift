import DispatchCore
import DispatchTestSupport
import Geospatial
import TestSupport
import Testing

/// A board with invented members on one road, spoken to in words: who does what, and what follows, a line each.
///
/// Everybody calls from the one village; members live `north` metres of it. After every command the board must be sound,
/// and its events, replayed, must tell the same story.
final class World {
    static let start = Timestamp(milliseconds: 1_760_000_000_000)
    static let village = "900101"
    static let `operator` = Actor.token("operator")
    private static let metersPerDegree = 111_195.08

    private(set) var board: Board
    private var mirror: Board
    private var ids = IdentifierSource(SeededGenerator(seed: 1))
    private let places: [Village]
    private(set) var now = World.start
    /// The request opened last, which the words below are about unless told otherwise.
    var requestID = RequestID(high: 0, low: 0)

    convenience init(policy: Policy = .simple, desks: [Desk] = [], _ people: Person...) throws {
        try self.init(policy: policy, desks: desks, people)
    }

    init(policy: Policy = .simple, desks: [Desk] = [], _ people: [Person]) throws {
        places = [
            Village(
                code: Self.village,
                name: "甲测试村",
                townshipCode: "9001",
                township: "测试镇",
                coordinate: try Self.point(north: 0)
            )
        ]
        board = Board(
            countyCode: SmallCounty.code,
            utcOffsetSeconds: SmallCounty.utcOffsetSeconds,
            policy: policy,
            roster: try Self.roster(of: people, in: places, desks)
        )
        mirror = board
    }

    struct Person {
        let id: String
        let north: Double
        let transport: Transport
        let words: [String]
        let endpoint: Int64?
        let awayUntil: WallTime?

        /// - Parameter endpoint: nil for one who can only be rung.
        init(
            _ id: String,
            north: Double,
            _ transport: Transport = .walk,
            can words: [String] = [],
            endpoint: Int64? = 1,
            awayUntil: WallTime? = nil
        ) {
            self.id = id
            self.north = north
            self.transport = transport
            self.words = words
            self.endpoint = endpoint
            self.awayUntil = awayUntil
        }
    }

    static func point(north meters: Double) throws -> Coordinate {
        try Coordinate(latitude: 36.9 + meters / metersPerDegree, longitude: 115.2)
    }

    private static func roster(of people: [Person], in villages: [Village], _ desks: [Desk] = []) throws -> Roster {
        Roster(
            villages: villages,
            entries: try people.map { person in
                Roster.Entry(
                    id: MemberID(person.id),
                    villageCode: village,
                    home: try point(north: person.north),
                    capabilities: person.words,
                    transport: person.transport,
                    endpointID: person.endpoint,
                    awayUntil: person.awayUntil
                )
            },
            desks: desks
        )
    }
}

/// What follows from something, in words.
struct Happened: Equatable {
    var events: [String] = []
    /// Notices by kind and member.
    var notices: [String] = []
}

extension World {
    /// Does one thing and checks that the board is sound afterwards.
    @discardableResult
    func act(_ command: Command, by actor: Actor = World.operator) throws -> Happened {
        let (decision, entries) = try board.advance(command, by: actor, at: now, using: &ids)
        mirror.replay(entries, of: command, moves: decision.moves, at: now)
        #expect(board.brokenInvariant(at: now) == nil)
        #expect(BoardSnapshot(mirror).difference(from: BoardSnapshot(board)) == nil)
        #expect(entries.map(\.event) == decision.events)
        if case .opened(let id, _, _) = decision.outcome { requestID = id }
        return Happened(
            events: entries.map(\.event.words),
            notices: decision.notices.map { "\($0.kind.rawValue) \(addressee(of: $0))" }
        )
    }

    private func addressee(of notice: Notice) -> String {
        switch notice.subject {
        case .offers(_, let memberID): memberID.text
        case .whistle(let id): board.requests[notice.requestID]?.whistle(id)?.deskID?.text ?? "nobody"
        }
    }

    /// Lets time pass up to a moment, settling each deadline when it comes.
    @discardableResult
    func wait(seconds: Int) throws -> Happened {
        let end = now.adding(seconds: seconds)
        var happened = Happened()
        while let deadline = board.nextDeadline, deadline <= end {
            now = max(now, deadline)
            let more = try act(.tick, by: .system)
            happened.events += more.events
            happened.notices += more.notices
        }
        now = end
        return happened
    }

    /// Another policy holds from now on.
    func decide(by change: (inout Policy) -> Void) {
        var policy = board.policy
        change(&policy)
        board.replacePolicy(with: policy, at: now)
    }

    /// Time passes while nobody looks, as when the daemon is down.
    func sleepThrough(seconds: Int) {
        now = now.adding(seconds: seconds)
    }

    /// The wall clock is set by so much.
    @discardableResult
    func setClock(byMilliseconds step: Int64) throws -> Happened {
        try act(.noteClockStep(offsetMilliseconds: board.wallOffsetMilliseconds + step), by: .system)
    }

    /// What a journal of an older version tells: the wall clock ran ahead, and deadlines stood in wall time.
    func tellJump(milliseconds: Int64) throws {
        let jumped = JournalEntry(
            position: board.position + 1,
            at: now,
            actor: .system,
            event: .clockJumped(ClockJumped(milliseconds: milliseconds))
        )
        board.apply(jumped)
        mirror.apply(jumped)
    }

    @discardableResult
    func call(
        _ category: String = "fall",
        _ urgency: Urgency? = nil,
        contacts: [String] = [],
        seats: [SeatPlan]? = nil,
        household: String? = nil,
        in seconds: Int? = nil,
        key: (String, body: String)? = nil,
        north: Double = 0
    ) throws -> Happened {
        try act(
            .openRequest(
                NewHelpRequest(
                    category: category,
                    urgency: urgency,
                    place: Place(villageCode: Self.village, coordinate: try Self.point(north: north)),
                    householdID: household,
                    contacts: contacts.map(MemberID.init),
                    scheduledFor: seconds.map { board.wall(at: now).adding(seconds: $0) },
                    seats: seats,
                    idempotency: key.map { Idempotency(tokenID: "t", key: $0.0, bodyDigest: $0.body) }
                )
            )
        )
    }

    @discardableResult
    func accept(_ member: String) throws -> Happened {
        try act(.answer(offer(to: member).id, .accept), by: .member(MemberID(member)))
    }

    @discardableResult
    func volunteer(_ member: String) throws -> Happened {
        try act(.volunteer(MemberID(member), for: requestID), by: .member(MemberID(member)))
    }

    @discardableResult
    func decline(_ member: String) throws -> Happened {
        try act(.answer(offer(to: member).id, .decline), by: .member(MemberID(member)))
    }

    @discardableResult
    func step(_ member: String, _ step: Step) throws -> Happened {
        try act(.step(offer(to: member).id, step), by: .member(MemberID(member)))
    }

    @discardableResult
    func release(_ member: String) throws -> Happened {
        try act(.release(offer(to: member).id), by: .member(MemberID(member)))
    }

    @discardableResult
    func assign(_ member: String, seat: Int? = nil) throws -> Happened {
        try act(.assign(requestID, try seat.map { try request.seats[$0].id }, MemberID(member)))
    }

    @discardableResult
    func deliver(_ members: String...) throws -> Happened {
        try act(.confirmDelivery(members.map { try offer(to: $0).id }), by: .courier)
    }

    @discardableResult
    func failDelivery(_ member: String, isFinal: Bool = false) throws -> Happened {
        try act(.reportFailedDelivery([offer(to: member).id], isFinal: isFinal), by: .courier)
    }

    @discardableResult
    func change(_ member: String, _ change: MemberChange) throws -> Happened {
        try act(.changeMember(MemberID(member), change))
    }

    @discardableResult
    func importMembers(_ people: Person...) throws -> Happened {
        let imported = RosterImported(
            kind: "members",
            edition: 2,
            rows: people.count,
            added: 0,
            changed: 0,
            removed: 0,
            digest: "00"
        )
        let roster = try Self.roster(of: people, in: places, board.roster.desks)
        return try act(.replaceRoster(RosterReplacement(imported: imported, roster: roster)))
    }

    var request: HelpRequest {
        get throws { try #require(board.requests[requestID]) }
    }

    /// The latest offer to a member for the request.
    func offer(to member: String) throws -> Offer {
        try #require(try request.offers.last { $0.memberID == MemberID(member) }, "\(member) was never asked")
    }

    func assignment(of member: String) throws -> Assignment {
        try #require(try request.assignments.last { $0.memberID == MemberID(member) }, "\(member) never accepted")
    }

    var state: HelpRequest.State {
        get throws { try request.state }
    }

    /// Whose offers are open, by name.
    var asked: [String] {
        get throws { try request.offers.filter { $0.state == .pending }.map(\.memberID.text).sorted() }
    }

    func member(_ id: String) throws -> Member {
        try #require(board.roster.member(MemberID(id)))
    }
}
