import DispatchCore
import HeapModule

/// Plays the members: what they are asked, they answer and do as their fate has it.
///
/// All policies play in the same theatre; it alone moves the virtual clock.
struct Theatre {
    private enum Happening {
        case answer(SimulatedAlert, SimulatedAnswer)
        case end(call: Int)
    }

    private struct Scene: Comparable {
        let at: Timestamp
        let number: Int
        let happening: Happening

        static func < (left: Self, right: Self) -> Bool { (left.at, left.number) < (right.at, right.number) }
        static func == (left: Self, right: Self) -> Bool { left.number == right.number }
    }

    private let county: SimulatedCounty
    private let world: SimulatedWorld
    private let seed: UInt64
    private var scenes = Heap<Scene>()
    private var sceneCount = 0
    /// Alerts that are neither recalled nor over.
    private var standing: Set<SimulatedAlert> = []
    private var fates: [SimulatedAlert: Fate] = [:]
    private var calls: [Int: SimulatedCall] = [:]
    private(set) var outcomes: [Int: CallOutcome] = [:]

    init(_ county: SimulatedCounty, _ world: SimulatedWorld, seed: UInt64) {
        self.county = county
        self.world = world
        self.seed = seed
    }

    /// Plays calls that come at the same moment, to their end.
    mutating func play(_ group: [SimulatedCall], with dispatcher: inout some SimulatedDispatcher) {
        guard let now = group.first?.at else { return }
        for call in group {
            calls[call.number] = call
            outcomes[call.number] = CallOutcome()
            plan(.end(call: call.number), at: now.adding(atLeastSeconds: SimulatedWorld.reachSeconds))
        }
        perform(dispatcher.open(group, at: now), at: now, with: &dispatcher)
        while !calls.isEmpty, let scene = scenes.min {
            if let moment = dispatcher.nextMoment, moment < scene.at {
                perform(dispatcher.wake(at: moment), at: moment, with: &dispatcher)
                continue
            }
            scenes.removeMin()
            switch scene.happening {
            case .answer(let alert, let answer): hear(answer, alert, at: scene.at, with: &dispatcher)
            case .end(let call): end(call, at: scene.at, with: &dispatcher)
            }
        }
        scenes = Heap()
        standing = []
        fates = [:]
    }

    private mutating func hear(
        _ answer: SimulatedAnswer,
        _ alert: SimulatedAlert,
        at now: Timestamp,
        with dispatcher: inout some SimulatedDispatcher
    ) {
        guard standing.contains(alert), let call = calls[alert.call] else { return }
        if answer == .arrived {
            outcomes[alert.call]?.firstArrivalSeconds = now.seconds(since: call.at)
            _ = dispatcher.hear(.arrived, to: alert, at: now)
            return end(alert.call, at: now, with: &dispatcher)
        }
        if answer == .setOut, let fate = fates[alert] {
            let arrival = now.adding(atLeastSeconds: travelSeconds(of: alert, fate))
            plan(.answer(alert, .arrived), at: arrival)
        }
        perform(dispatcher.hear(answer, to: alert, at: now), at: now, with: &dispatcher)
    }

    private mutating func end(_ call: Int, at now: Timestamp, with dispatcher: inout some SimulatedDispatcher) {
        guard calls.removeValue(forKey: call) != nil else { return }
        standing = standing.filter { $0.call != call }
        dispatcher.end(call, at: now)
    }

    private mutating func perform(
        _ moves: [SimulatedMove],
        at now: Timestamp,
        with dispatcher: inout some SimulatedDispatcher
    ) {
        for move in moves {
            switch move {
            case .alert(let alert):
                guard calls[alert.call] != nil else { continue }
                outcomes[alert.call]?.alerts += 1
                let person = county.people[alert.member]
                let fate = Fate(of: person, member: alert.member, call: alert.call, in: world, seed: seed)
                if person.isReachable {
                    fates[alert] = fate
                    standing.insert(alert)
                    let answerAt = now.adding(atLeastSeconds: fate.answerSeconds)
                    if fate.accepts {
                        plan(.answer(alert, .yes), at: answerAt)
                    } else if fate.declines {
                        plan(.answer(alert, .no), at: answerAt)
                    }
                }
                perform(
                    dispatcher.deliver(alert, isReached: person.isReachable, at: now),
                    at: now,
                    with: &dispatcher
                )
            case .send(let alert):
                outcomes[alert.call]?.going += 1
                guard let fate = fates[alert], fate.comes else { continue }
                plan(.answer(alert, .setOut), at: now.adding(atLeastSeconds: fate.turnoutSeconds))
            case .recall(let alert):
                standing.remove(alert)
            }
        }
    }

    private func travelSeconds(of alert: SimulatedAlert, _ fate: Fate) -> Double {
        guard let call = calls[alert.call] else { return 0 }
        return county.travelSeconds(of: alert.member, to: call.place, in: world) * fate.travelFactor
    }

    private mutating func plan(_ happening: Happening, at moment: Timestamp) {
        sceneCount += 1
        scenes.insert(Scene(at: moment, number: sceneCount, happening: happening))
    }
}

extension Timestamp {
    /// Rounded up to the next millisecond, so that no part of a way is ever shorter than hindsight has it.
    fileprivate func adding(atLeastSeconds seconds: Double) -> Timestamp {
        adding(milliseconds: Int64((seconds * 1000).rounded(.up)))
    }
}
