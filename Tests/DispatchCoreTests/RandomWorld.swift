import DispatchCore
import DispatchTestSupport
import TestSupport

/// A board to which anything happens, and a second one that only hears of the events.
struct RandomWorld {
    private(set) var board: Board
    private var mirror: Board
    private var commands: RandomCommands
    private var ids: IdentifierSource<SeededGenerator>
    private var now = Timestamp(milliseconds: 1_760_000_000_000)
    private var tale: [Told] = []

    /// Something that happened; it is put into words only for a failing test.
    private enum Told {
        case command(Command, Actor, Timestamp)
        case refusal(Refusal)
        case entry(JournalEntry)
        case restart
    }

    /// Each command and what followed, a line each.
    var story: [String] {
        tale.map { told in
            switch told {
            case .command(.replaceRoster(let new), let actor, let at):
                // A whole roster tells nobody anything, and its dictionaries have no order.
                "\(at.milliseconds) \(actor.text): replaceRoster(edition \(new.imported.edition))"
            case .command(let command, let actor, let at): "\(at.milliseconds) \(actor.text): \(command)"
            case .refusal(let refusal): "    refused: \(refusal)"
            case .entry(let entry): "    \(entry.position) \(entry.event)"
            case .restart: "a restart"
            }
        }
    }

    /// What one turn may spend; nil for no limit. What is left is done in further turns of the same moment.
    private let turnUnits: Int?

    init(seed: UInt64, turnUnits: Int? = nil) throws {
        self.turnUnits = turnUnits
        var generator = SeededGenerator(seed: seed)
        let county = try SmallCounty(
            memberCount: Int.random(in: 1...14, using: &generator),
            endpointIDs: [1, 2, 3],
            using: &generator
        )
        var policy = Policy()
        let initialOffers = Int.random(in: 1...4, using: &generator)
        policy.selection =
            Bool.random(using: &generator)
            ? .value(ValueRule()) : .simple(SimpleSelection(initialOffers: initialOffers))
        policy.fairness.weeklyAlertLimit = Int.random(in: 1...30, using: &generator)
        board = Board(
            countyCode: SmallCounty.code,
            utcOffsetSeconds: SmallCounty.utcOffsetSeconds,
            policy: policy,
            roster: county.roster
        )
        mirror = board
        ids = IdentifierSource(SeededGenerator(seed: generator.next()))
        commands = RandomCommands(
            county: county,
            includesShellCommands: true,
            generator: SeededGenerator(seed: generator.next())
        )
    }

    /// Lets one thing happen.
    ///
    /// - Returns: What is wrong afterwards, or nil.
    mutating func takeStep() throws -> String? {
        now = commands.pause(on: board, at: now)
        let (command, actor) = try commands.next(on: board, at: now)
        tale.append(.command(command, actor, now))
        if commands.roll(8) == 0 {
            let before = BoardSnapshot(board)
            var spareIDs = ids
            // Whether it refuses does not matter here, only that it leaves the board alone.
            _ = try? board.decide(command, by: actor, at: now, using: &spareIDs)
            if let difference = BoardSnapshot(board).difference(from: before) {
                return "deciding changed: \(difference)"
            }
        }
        do {
            if let fault = try advance(command, by: actor) { return fault }
        } catch let refusal as Refusal {
            tale.append(.refusal(refusal))
            if let difference = BoardSnapshot(mirror).difference(from: BoardSnapshot(board)) {
                return "a refusal changed: \(difference)"
            }
            // A refusal settles nothing; what has fallen due meanwhile is the next tick's.
            if let fault = try advance(.tick, by: .system) { return fault }
        }
        if commands.roll(50) == 0 {
            board.forgetEnded(at: now)
            mirror.forgetEnded(at: now)
        }
        if commands.roll(40) == 0 {
            if let fault = restart() { return fault }
            // What passed while nobody looked, or is worth doing at the first look.
            if let fault = try advance(.tick, by: .system) { return fault }
        }
        return try fault()
    }

    /// Goes on with a board made of what tables would hold.
    ///
    /// - Returns: What it has forgotten, or nil.
    private mutating func restart() -> String? {
        tale.append(.restart)
        let restarted = board.restarted
        if let difference = BoardSnapshot(restarted).difference(from: BoardSnapshot(board)) {
            return "a restart changed: \(difference)"
        }
        board = restarted
        return nil
    }

    private mutating func advance(_ command: Command, by actor: Actor) throws -> String? {
        if let fault = try turn(command, by: actor) { return fault }
        guard turnUnits != nil else { return nil }
        var turns = 0
        while let deadline = board.nextDeadline, deadline <= now {
            if turns == Self.turnLimit { return "what is due comes to no end" }
            turns += 1
            if let fault = try turn(.tick, by: .system) { return fault }
            if let difference = BoardSnapshot(mirror).difference(from: BoardSnapshot(board)) {
                return "the events of a turn tell another story: \(difference)"
            }
        }
        return nil
    }

    /// Far more turns than a small county needs in one moment.
    private static let turnLimit = 2_000

    private mutating func turn(_ command: Command, by actor: Actor) throws -> String? {
        var budget = WorkBudget(units: turnUnits)
        let (decision, entries) = try board.advance(command, by: actor, at: now, using: &ids, within: &budget)
        tale += entries.map { .entry($0) }
        mirror.replay(entries, of: command, moves: decision.moves, at: now)
        return faultInNotices(decision)
    }

    /// What is wrong with the board, or nil.
    private mutating func fault() throws -> String? {
        if let broken = board.brokenInvariant(at: now) { return broken }
        if let difference = BoardSnapshot(mirror).difference(from: BoardSnapshot(board)) {
            return "the events tell another story: \(difference)"
        }
        if let deadline = board.nextDeadline, deadline <= now {
            return "the deadline \(deadline) has passed and is still due"
        }
        let (_, entries) = try board.advance(.tick, by: .system, at: now, using: &ids)
        if let entry = entries.first { return "the same moment again yields \(entry.event)" }
        return nil
    }

    /// What is wrong with the notices that go with a step, or nil.
    private func faultInNotices(_ decision: Decision) -> String? {
        for notice in decision.notices {
            if let fault = faultInSubject(of: notice) { return fault }
            if notice.deadline <= notice.createdAt { return "a notice that is late when it is made" }
        }
        // Who is assigned, came forward or cannot be reached is not asked by a notice.
        let settled: [OfferID] = decision.events.compactMap { event in
            switch event {
            case .offerAccepted(let event): event.offerID
            case .offerCovered(let event): event.offerID
            case .offerUndeliverable(let event): event.offerID
            case _: nil
            }
        }
        let made = decision.events.count {
            if case .offerMade(let event) = $0 { !settled.contains(event.offerID) } else { false }
        }
        let asking = decision.notices.count { $0.kind == .offerCreated }
        return made == asking ? nil : "\(made) offers are made with \(asking) notices"
    }

    private func faultInSubject(of notice: Notice) -> String? {
        let known: [Int64?]
        switch notice.subject {
        case .offers(let ids, let memberID):
            guard let offerID = ids.first, let offer = board.request(of: offerID)?.offer(offerID) else {
                return "a notice about an offer that nobody made"
            }
            if offer.memberID != memberID { return "a notice about somebody else's offer" }
            let member = board.roster.member(memberID)
            known = [member?.endpointID, member?.fallbackEndpointID]
        case .whistle(let id):
            guard let whistle = board.requests[notice.requestID]?.whistle(id), let deskID = whistle.deskID else {
                return "a notice about a whistle that nobody blew"
            }
            known = [board.roster.desk(deskID)?.endpointID]
        }
        if !known.contains(notice.endpointID) { return "a notice to nowhere" }
        return board.roster.disabledEndpoints[notice.endpointID] == nil ? nil : "a notice to what is switched off"
    }
}
