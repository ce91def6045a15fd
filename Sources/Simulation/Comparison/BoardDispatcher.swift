import DispatchCore
import Geospatial

/// The production board, driven by commands and ticks.
struct BoardDispatcher: SimulatedDispatcher {
    private var board: Board
    private var ids: IdentifierSource<SeededRandom>
    private let county: SimulatedCounty
    private var requestOfCall: [Int: RequestID] = [:]
    private var callOfRequest: [RequestID: Int] = [:]
    private var offers: [SimulatedAlert: OfferID] = [:]
    private var alerts: [OfferID: SimulatedAlert] = [:]
    private var assignments: [AssignmentID: SimulatedAlert] = [:]
    private let urgency: Urgency

    init(_ county: SimulatedCounty, policy: Policy, urgency: Urgency, seed: UInt64) {
        self.county = county
        self.urgency = urgency
        board = Board(
            countyCode: InventedCounty.code,
            utcOffsetSeconds: SimulationClock.utcOffsetSeconds,
            policy: policy,
            roster: Roster(villages: county.villages, entries: county.people.map(\.entry))
        )
        ids = IdentifierSource(SeededRandom(seed: seed, purpose: "ids"))
    }

    var nextMoment: Timestamp? { board.nextDeadline }

    mutating func open(_ calls: [SimulatedCall], at now: Timestamp) -> [SimulatedMove] {
        board.forgetEnded(at: now)
        var moves: [SimulatedMove] = []
        for call in calls {
            let new = NewHelpRequest(category: SimulatedCounty.category, urgency: urgency, place: call.place)
            moves += act(.openRequest(new), at: now, call: call.number)
        }
        return moves
    }

    mutating func deliver(_ alert: SimulatedAlert, isReached: Bool, at now: Timestamp) -> [SimulatedMove] {
        guard let offer = offers[alert] else { return [] }
        return act(isReached ? .confirmDelivery([offer]) : .reportFailedDelivery([offer], isFinal: true), at: now)
    }

    mutating func hear(_ answer: SimulatedAnswer, to alert: SimulatedAlert, at now: Timestamp) -> [SimulatedMove] {
        guard let offer = offers[alert] else { return [] }
        switch answer {
        case .yes: return act(.answer(offer, .accept), at: now)
        case .no: return act(.answer(offer, .decline), at: now)
        case .setOut: return act(.step(offer, .enRoute), at: now)
        case .arrived:
            let moves = act(.step(offer, .onScene), at: now)
            return moves + act(.step(offer, .cleared), at: now)
        }
    }

    mutating func wake(at now: Timestamp) -> [SimulatedMove] { act(.tick, at: now) }

    mutating func end(_ call: Int, at now: Timestamp) {
        guard let id = requestOfCall.removeValue(forKey: call) else { return }
        _ = act(board.requests[id]?.state == .cleared ? .closeRequest(id, grade: nil) : .cancelRequest(id), at: now)
        callOfRequest[id] = nil
    }

    /// What the board is told, and what it does about it.
    private mutating func act(_ command: Command, at now: Timestamp, call: Int? = nil) -> [SimulatedMove] {
        do {
            let (decision, _) = try board.advance(command, by: .system, at: now, using: &ids)
            if let call, case .opened(let id, _, _) = decision.outcome {
                requestOfCall[call] = id
                callOfRequest[id] = call
            }
            return decision.events.compactMap { move($0) }
        } catch {
            // A late answer: it is told so and stays at home.
            return []
        }
    }

    private mutating func move(_ event: Event) -> SimulatedMove? {
        switch event {
        case .offerMade(let made):
            guard let call = callOfRequest[made.requestID], let member = county.indexOfMember[made.memberID] else {
                return nil
            }
            let alert = SimulatedAlert(call: call, member: member)
            offers[alert] = made.offerID
            alerts[made.offerID] = alert
            return .alert(alert)
        case .offerAccepted(let accepted):
            guard let alert = alerts[accepted.offerID] else { return nil }
            assignments[accepted.assignmentID] = alert
            return .send(alert)
        case .offerWithdrawn(let withdrawn): return alerts[withdrawn.offerID].map(SimulatedMove.recall)
        case .offerCovered(let covered): return alerts[covered.offerID].map(SimulatedMove.recall)
        case .assignmentEnded(let ended):
            // Somebody taken not to come may come all the same.
            return ended.ending == .noShow ? nil : assignments[ended.assignmentID].map(SimulatedMove.recall)
        case _: return nil
        }
    }
}
