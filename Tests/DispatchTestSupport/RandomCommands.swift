package import DispatchCore
import Geospatial
package import TestSupport

/// Chooses what happens next in a random world: sensible things mostly, impossible and repeated ones often enough.
package struct RandomCommands {
    /// How many requests are open at once before no more are opened; a few compete for the same members.
    package static let openRequestLimit = 6

    package let county: SmallCounty
    /// Whether rosters are replaced and the clock jumps; where a shell does both by itself it must not.
    package let includesShellCommands: Bool
    package var generator: SeededGenerator
    private var rosterCount: Int64 = 1

    package init(county: SmallCounty, includesShellCommands: Bool, generator: SeededGenerator) {
        self.county = county
        self.includesShellCommands = includesShellCommands
        self.generator = generator
    }

    /// What happens next, and who does it.
    package mutating func next(on board: Board, at now: Timestamp) throws -> (command: Command, actor: Actor) {
        switch roll(115) {
        case 100..<115: return try steer(on: board)
        case 0..<12:
            guard board.openRequestCount < Self.openRequestLimit else { return (.tick, .system) }
            return (.openRequest(try newRequest(on: board, at: now)), .token("operator"))
        case 12..<29: return answer(on: board)
        case 29..<32:
            let member = anyMember()
            return (.volunteer(member, for: anyRequest(on: board)), .member(member))
        case 32..<50: return step(on: board)
        case 50..<54:
            let offer = anyOffer(on: board) { $0.state == .accepted }
            return (.release(offer.id), .member(offer.memberID))
        case 54..<58: return assignByHand(on: board)
        case 58..<60: return (.cancelRequest(anyRequest(on: board)), .token("operator"))
        case 60..<66:
            return (.closeRequest(anyRequest(on: board), grade: roll(2) == 0 ? nil : 1 + roll(5)), .token("operator"))
        case 66..<74: return try changeMember(on: board, at: now)
        case 74..<88:
            return (.confirmDelivery([anyOffer(on: board) { $0.deliveredAt == nil }.id]), .courier)
        case 88..<93:
            let offer = anyOffer(on: board) { $0.deliveredAt == nil && $0.state == .pending }
            return (.reportFailedDelivery([offer.id], isFinal: roll(3) == 0), .courier)
        case 93..<96 where includesShellCommands: return (replaceRoster(), .token("operator"))
        case 96..<98 where includesShellCommands:
            // Forward and back, and now and then right again.
            return (.noteClockStep(offsetMilliseconds: roll(3) == 0 ? 0 : Int64(roll(7_200_000) - 3_600_000)), .system)
        case 98 where roll(3) == 0: return (.forgetMember(anyMember()), .token("operator"))
        case 99: return (.forgetHousehold("h\(roll(4))", requests: []), .token("operator"))
        case _: return (.tick, .system)
        }
    }

    /// How long it takes until something else happens: often nothing, sometimes right up to or over a deadline.
    package mutating func pause(on board: Board, at now: Timestamp) -> Timestamp {
        switch roll(10) {
        case 0..<4: return now
        case 4..<7: return now.adding(milliseconds: Int64(roll(8000)))
        case 7: return board.nextDeadline.map { max(now, $0) } ?? now
        case 8: return (board.nextDeadline.map { max(now, $0) } ?? now).adding(milliseconds: Int64(roll(40_000)))
        case _: return now.adding(seconds: roll(roll(20) == 0 ? 100_000 : 900))
        }
    }

    package mutating func roll(_ sides: Int) -> Int {
        Int.random(in: 0..<sides, using: &generator)
    }

    private mutating func newRequest(on board: Board, at now: Timestamp) throws -> NewHelpRequest {
        let village = county.villages[roll(county.villages.count)]
        let isScheduled = roll(8) == 0
        var new = NewHelpRequest(
            category: board.policy.categories[roll(board.policy.categories.count)].name,
            place: Place(
                villageCode: village.code,
                coordinate: try SmallCounty.point(near: village.coordinate, using: &generator)
            ),
            householdID: roll(2) == 0 ? nil : "h\(roll(4))",
            contacts: (0..<roll(3)).map { _ in anyMember() }
        )
        if isScheduled {
            new.scheduledFor = board.wall(at: now).adding(seconds: roll(9000))
        } else if roll(2) == 0 {
            new.urgency = Urgency.allCases[roll(Urgency.allCases.count)]
        }
        if roll(3) == 0 {
            new.seats = (0...roll(3)).map { _ in
                SeatPlan(
                    role: "helper",
                    requires: SmallCounty.words.filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
                )
            }
        }
        if roll(3) == 0 {
            new.idempotency = Idempotency(tokenID: "operator", key: "k\(roll(5))", bodyDigest: "d\(roll(2))")
        }
        return new
    }

    private mutating func answer(on board: Board) -> (Command, Actor) {
        let offer = anyOffer(on: board) { $0.state == .pending }
        return (.answer(offer.id, roll(3) == 0 ? .decline : .accept), .member(offer.memberID))
    }

    private mutating func step(on board: Board) -> (Command, Actor) {
        let offer = anyOffer(on: board) { $0.state == .accepted }
        let done = board.request(of: offer.id)?.assignment(of: offer.id)?.state.step
        let following = Step.allCases.filter { step in done.map { step > $0 } ?? true }
        let step = roll(3) == 0 ? Step.allCases[roll(Step.allCases.count)] : following.first ?? .cleared
        return (.step(offer.id, step), .member(offer.memberID))
    }

    /// What an operator or a desk does about a request that is under way, or over.
    private mutating func steer(on board: Board) throws -> (Command, Actor) {
        let id = anyRequest(on: board)
        let whistles = board.requests.values.flatMap { request in request.whistles.map { (request.id, $0.id) } }
            .sorted { $0.1 < $1.1 }
        let whistle = whistles.isEmpty ? nil : whistles[roll(whistles.count)]
        switch roll(10) {
        case 9:
            // Off for a while, mostly on: with nobody in reach little happens.
            if roll(2) == 0 { return (.noteReach([Int64(1 + roll(3))], isReached: roll(2) == 0), .courier) }
            return (.changeEndpoint(Int64(1 + roll(3)), disabled: roll(4) == 0 ? .gone : nil), .courier)
        case 0: return (.addSeats(id, [SeatPlan(role: "helper", requires: [])]), .token("operator"))
        case 1:
            let village = county.villages[roll(county.villages.count)]
            let place = Place(
                villageCode: village.code,
                coordinate: try SmallCounty.point(near: village.coordinate, using: &generator)
            )
            return (.correctPlace(id, place), .token("operator"))
        case 2: return (.changeUrgency(id, Urgency.allCases[roll(Urgency.allCases.count)]), .token("operator"))
        case 3: return (.escalate(id), .token("operator"))
        case 4: return (.reopenRequest(anyEndedRequest(on: board) ?? id, seats: []), .token("operator"))
        case 5: return (.note(id), .token("operator"))
        case 6: return (.reportIn(whistle?.0 ?? id, roll(2) == 0 ? whistle?.1 : nil), .desk(DeskID("d-branch")))
        case 7:
            guard let whistle else { return (.tick, .system) }
            return (.confirmWhistle(whistle.1, of: whistle.0), .courier)
        case _:
            guard let whistle else { return (.tick, .system) }
            return (.reportLostWhistle(whistle.1, of: whistle.0), .courier)
        }
    }

    private mutating func anyEndedRequest(on board: Board) -> RequestID? {
        let ended = board.requests.values.filter { $0.state.isOver || $0.state == .cleared }.map(\.id).sorted()
        return ended.isEmpty ? nil : ended[roll(ended.count)]
    }

    private mutating func assignByHand(on board: Board) -> (Command, Actor) {
        let id = anyRequest(on: board)
        let seats = board.requests[id]?.seats ?? []
        let seat = seats.isEmpty || roll(2) == 0 ? nil : seats[roll(seats.count)].id
        // Of the whole county, of the township that everybody lives in, or of another one, which asks.
        let township = [nil, "9001", "9002"][roll(3)]
        return (.assign(id, seat, anyMember(), within: township), .token("operator"))
    }

    private mutating func changeMember(on board: Board, at now: Timestamp) throws -> (Command, Actor) {
        let id = anyMember()
        var change = MemberChange()
        switch roll(4) {
        case 0: change.isOnDuty = true
        case 1: change.isOnDuty = false
        case 2: change.awayUntil = roll(3) == 0 ? .some(nil) : board.wall(at: now).adding(seconds: roll(3600))
        case _:
            let village = county.villages[roll(county.villages.count)]
            change.position =
                roll(3) == 0 ? .some(nil) : try SmallCounty.point(near: village.coordinate, using: &generator)
        }
        return (.changeMember(id, change), .member(id))
    }

    private mutating func replaceRoster() -> Command {
        rosterCount += 1
        let roster = county.changedRoster(using: &generator)
        let imported = RosterImported(
            kind: "members",
            edition: rosterCount,
            rows: roster.members.count,
            added: 0,
            changed: 1,
            removed: 0,
            digest: "00"
        )
        return .replaceRoster(RosterReplacement(imported: imported, roster: roster))
    }

    private mutating func anyMember() -> MemberID {
        roll(20) == 0 ? MemberID("nobody") : county.entries[roll(county.entries.count)].id
    }

    /// Mostly a request that is not over; the one that nobody has heard of when there is none.
    private mutating func anyRequest(on board: Board) -> RequestID {
        let open = board.openRequests.map(\.id)
        let choices = open.isEmpty || roll(5) == 0 ? board.requests.keys.sorted() : open
        guard !choices.isEmpty else { return RequestID(high: 0, low: 0) }
        return choices[roll(choices.count)]
    }

    /// Mostly an offer of this kind, else any other; links outlive what they lead to.
    private mutating func anyOffer(
        on board: Board,
        where isWanted: (Offer) -> Bool
    ) -> (id: OfferID, memberID: MemberID) {
        let all = board.requests.values.flatMap(\.offers).sorted { $0.id < $1.id }
        let wanted = all.filter(isWanted)
        let choices = wanted.isEmpty || roll(6) == 0 ? all : wanted
        guard !choices.isEmpty else { return (OfferID(high: 0, low: 0), MemberID("nobody")) }
        let offer = choices[roll(choices.count)]
        return (offer.id, offer.memberID)
    }
}
