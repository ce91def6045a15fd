import DispatchCore

/// A fixed number asked at a time, the next nearest in the place of each who says no or stays silent; or all at once.
///
/// The shape of most published policies: Mobile Retter 2 for 20 s, KATRETTER 3 for 30 s, GoodSAM 3 within 1 km; a broadcast is one
/// whose slots are never filled again. All who accept go. They do not know the members, so everybody free counts as available; only
/// whom nobody may alert is passed over.
struct SlotsDispatcher: SimulatedDispatcher {
    private struct Slot {
        let alert: SimulatedAlert
        let dueAt: Timestamp?
    }

    private struct Case {
        let call: SimulatedCall
        /// The free members, the nearest first.
        var queue: ArraySlice<Int>
        var slots: [Slot] = []
        var acceptedCount = 0
    }

    let slotCount: Int
    /// nil: nobody is asked in the place of others.
    let timeoutSeconds: Int?
    let radiusMeters: Double?
    private let county: SimulatedCounty
    private let urgency: Urgency
    private var cases: [Int: Case] = [:]
    /// Members asked or going, by how many calls.
    private var busy: [Int: Int] = [:]

    init(
        _ county: SimulatedCounty,
        urgency: Urgency,
        slotCount: Int,
        timeoutSeconds: Int?,
        radiusMeters: Double?
    ) {
        self.county = county
        self.urgency = urgency
        self.slotCount = slotCount
        self.timeoutSeconds = timeoutSeconds
        self.radiusMeters = radiusMeters
    }

    var nextMoment: Timestamp? { cases.values.lazy.flatMap(\.slots).compactMap(\.dueAt).min() }

    mutating func open(_ calls: [SimulatedCall], at now: Timestamp) -> [SimulatedMove] {
        var moves: [SimulatedMove] = []
        for call in calls {
            let nearest = county.availableNearest(to: call.place, within: radiusMeters)
            cases[call.number] = Case(call: call, queue: nearest[...])
            moves += fill(call.number, at: now)
        }
        return moves
    }

    mutating func deliver(_ alert: SimulatedAlert, isReached: Bool, at now: Timestamp) -> [SimulatedMove] { [] }

    mutating func hear(_ answer: SimulatedAnswer, to alert: SimulatedAlert, at now: Timestamp) -> [SimulatedMove] {
        switch answer {
        case .yes:
            let held = cases[alert.call]?.slots.contains { $0.alert == alert } ?? false
            // After its time is over an offer has been given to somebody else.
            guard held else { return [] }
            cases[alert.call]?.slots.removeAll { $0.alert == alert }
            cases[alert.call]?.acceptedCount += 1
            return [.send(alert)]
        case .no:
            let held = cases[alert.call]?.slots.contains { $0.alert == alert } ?? false
            guard held else { return [] }
            cases[alert.call]?.slots.removeAll { $0.alert == alert }
            busy[alert.member] = nil
            return timeoutSeconds == nil ? [] : fill(alert.call, at: now)
        case .setOut, .arrived: return []
        }
    }

    mutating func wake(at now: Timestamp) -> [SimulatedMove] {
        var moves: [SimulatedMove] = []
        for number in cases.keys.sorted() {
            let late = cases[number]?.slots.filter { $0.dueAt.map { $0 <= now } ?? false } ?? []
            guard !late.isEmpty else { continue }
            cases[number]?.slots.removeAll { $0.dueAt.map { $0 <= now } ?? false }
            for slot in late {
                busy[slot.alert.member] = nil
                moves.append(.recall(slot.alert))
            }
            moves += fill(number, at: now)
        }
        return moves
    }

    mutating func end(_ call: Int, at now: Timestamp) {
        cases[call] = nil
        busy = busy.filter { $0.value != call }
    }

    private mutating func fill(_ number: Int, at now: Timestamp) -> [SimulatedMove] {
        guard var one = cases[number] else { return [] }
        var moves: [SimulatedMove] = []
        while one.slots.count + one.acceptedCount < slotCount, let member = one.queue.popFirst() {
            guard busy[member] == nil, county.quietSeconds(of: member, at: now, urgency: urgency) == 0 else { continue }
            busy[member] = number
            let alert = SimulatedAlert(call: number, member: member)
            one.slots.append(Slot(alert: alert, dueAt: timeoutSeconds.map { now.adding(seconds: $0) }))
            moves.append(.alert(alert))
        }
        cases[number] = one
        return moves
    }
}
