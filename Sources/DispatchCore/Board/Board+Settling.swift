import HeapModule

/// What has come up by now is settled: first what time has brought, then the requests that must be weighed.
///
/// One call does no more than its budget. What is left stays due, and of what is due every call does something for what
/// is new, for what is urgent and for what has waited longest.
extension Board {
    /// Events about one request that passed moments bring about in one go, while others wait.
    private static let passedLimit = 20

    mutating func settle<Generator>(
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>,
        into decision: inout Decision,
        within budget: inout WorkBudget
    ) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        backlog.beginTurn()
        var spentBefore: Int
        repeat {
            spentBefore = budget.spentUnits
            entries += settlePassed(at: now, using: &ids, into: &decision, within: &budget)
            guard !backlog.isEmpty else { break }
            entries += weigh(at: now, using: &ids, into: &decision, within: &budget)
        } while !budget.isSpent && budget.spentUnits > spentBefore && nextDeadline.map { $0 <= now } ?? false
        opened.removeAll()
        return entries
    }

    // MARK: What time has brought

    /// Settles moments that have come, the earliest first, with up to half of what is left of the budget; those of requests
    /// that were just opened in any case. Requests of which nothing has passed come into the backlog.
    private mutating func settlePassed<Generator>(
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>,
        into decision: inout Decision,
        within budget: inout WorkBudget
    ) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        let pause = budget.isLimited ? budget.leftUnits / 2 : 0
        var isFirst = true
        while isFirst || !budget.isDown(to: pause), let due = schedule.min, due.at <= now {
            isFirst = false
            entries += settle(due.subject, at: now, using: &ids, into: &decision, within: &budget)
        }
        for id in opened {
            guard let moment = moments[.request(id)], moment <= now else { continue }
            entries += settle(.request(id), at: now, using: &ids, into: &decision, within: &budget)
        }
        return entries
    }

    private mutating func settle<Generator>(
        _ subject: ScheduledMoment.Subject,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>,
        into decision: inout Decision,
        within budget: inout WorkBudget
    ) -> [JournalEntry] {
        let settled: Decision
        switch subject {
        case .request(let id):
            let limit = budget.isLimited ? Self.passedLimit : .max
            let passed = decidePassed(id, at: now, atMost: limit, using: &ids)
            settled = passed.decision
            // The rest of it comes after what was due before this moment.
            heldBack[id] = passed.isWhole ? nil : now
            let request = requests[id]
            let parts = request.map { $0.offers.count + $0.assignments.count } ?? 0
            budget.spend(WorkBudget.Cost.request + parts * WorkBudget.Cost.part)
            if settled.events.isEmpty {
                attention[id] = nil
                if let request, !request.state.isOver {
                    let isNew = request.offers.isEmpty && opened.contains(id)
                    backlog.add(id, rank: request.urgency.rank, isNew: isNew, at: now)
                }
            }
        case .member(let id):
            settled = decideReturnFromAbsence(id)
            budget.spend(WorkBudget.Cost.request)
        }
        budget.spend(settled.events.count * WorkBudget.Cost.event)
        let entries = record(settled, by: .system, at: now)
        decision.append(settled)
        reschedule(subject)
        return entries
    }

    // MARK: Requests that must be weighed

    /// Weighs what is next in the backlog and asks whom the rule of the policy says.
    private mutating func weigh<Generator>(
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>,
        into decision: inout Decision,
        within budget: inout WorkBudget
    ) -> [JournalEntry] {
        let portions = drawPortions(within: budget.isLimited ? budget.leftUnits : nil)
        var entries: [JournalEntry] = []
        switch policy.selection {
        case .simple(let rule):
            // One after the other, each seeing whom the one before has taken.
            for (rank, portion) in portions.enumerated() {
                if rank > 1, budget.isLimited, budget.isSpent { break }
                let asked = decideAsking(portion, by: rule, at: now, using: &ids, within: &budget)
                entries += record(asked.decision, by: .system, at: now)
                decision.append(asked.decision)
                finish(portion, unfinished: asked.unfinished, isForward: true, isShort: asked.isShort, at: now)
            }
        case .value(let rule):
            let asked = decideAlerting(portions, by: rule, at: now, using: &ids, within: &budget)
            entries = record(asked.decision, by: .system, at: now)
            decision.append(asked.decision)
            for portion in portions {
                let id = portion.requestID
                finish(
                    portion,
                    unfinished: asked.unfinished[id] ?? [],
                    isForward: asked.alerted.contains(id),
                    isShort: asked.short.contains(id),
                    at: now
                )
            }
        }
        return entries
    }

    private mutating func drawPortions(within units: Int?) -> [Backlog.Portion] {
        var drawing = Backlog()
        swap(&drawing, &backlog)
        defer { swap(&drawing, &backlog) }
        return drawing.draw(within: units) { id, seats in
            guard let request = requests[id] else { return ([], 0) }
            let chosen = seats ?? request.seats.map(\.id)
            let parts = (request.offers.count + request.assignments.count) * WorkBudget.Cost.part
            return (chosen, WorkBudget.Cost.search + parts + chosen.count * WorkBudget.Cost.seatAtFirst)
        }
    }

    /// A portion was weighed, but for some of its seats.
    ///
    /// - Parameter isForward: Something came of it, though every seat of it is unfinished.
    private mutating func finish(
        _ portion: Backlog.Portion,
        unfinished: [SeatID],
        isForward: Bool,
        isShort: Bool,
        at now: Timestamp
    ) {
        let id = portion.requestID
        guard let request = requests[id], !request.state.isOver else { return backlog.remove(id) }
        let seats = request.seats.map(\.id)
        // Where nothing came of it, it keeps its place: else what is drawn early and not reached would never come first.
        guard isForward || unfinished.count < (portion.seats ?? seats).count else { return }
        guard let isShort = backlog.settle(portion, ofSeats: seats, unfinished: unfinished, isShort: isShort, at: now)
        else { return }
        if policy.selection.sendsBackups { weighedAt[id] = now }
        if isShort { shortOfMembers.insert(id) } else { shortOfMembers.remove(id) }
        reschedule(.request(id))
    }
}
