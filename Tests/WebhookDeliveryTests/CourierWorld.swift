import WebhookDelivery

/// Plays everything round the courier's state machine: endpoints of several manners, the sink, callers, and time.
///
/// It runs on events alone, in an order that follows from its seed.
struct CourierWorld {
    enum Manner: CaseIterable {
        case well
        /// Answers after three or four seconds.
        case slow
        /// Never answers; the attempt times out after five seconds.
        case hanging
        /// Fails at once.
        case refusing
        /// Any answer, each time another.
        case fickle
    }

    private enum Event {
        case arrival([DeliveryJob])
        case withdrawal([String])
        case ended(UInt64, AttemptResult.Verdict)
        case recorded([AttemptReport])
    }

    private(set) var machine: Courier.StateMachine
    private(set) var now: Int64 = 0
    /// Every report that was recorded, in order.
    private(set) var recorded: [AttemptReport] = []
    /// When each delivery was first put on the wire.
    private(set) var firstStarts: [Int64: Int64] = [:]
    /// Deliveries that went along in the message of another.
    private(set) var sharedCount = 0
    private(set) var violations: [String] = []
    private let manners: [Int64: Manner]
    private var generator: SeededGenerator
    private var events: [(at: Int64, event: Event)] = []
    private var isSinkBusy = false
    private var attemptsByDelivery: [Int64: Int] = [:]

    init(configuration: Courier.Configuration, manners: [Int64: Manner], seed: UInt64) {
        machine = Courier.StateMachine(configuration: configuration, generator: SeededGenerator(seed: seed ^ 1))
        self.manners = manners
        generator = SeededGenerator(seed: seed)
    }

    mutating func plan(_ jobs: [DeliveryJob], at: Int64) {
        events.append((at, .arrival(jobs)))
    }

    mutating func planWithdrawal(_ noticeIDs: [String], at: Int64) {
        events.append((at, .withdrawal(noticeIDs)))
    }

    mutating func stop() {
        machine.stop()
    }

    /// Lets everything happen that happens before this moment; checks the invariants each time if told to.
    mutating func run(until end: Int64, isChecked: Bool = true) {
        while true {
            let moments = events.map(\.at) + [machine.nextMoment].compactMap { $0 }
            guard let next = moments.min(), next <= end else { break }
            now = max(now, next)
            // All events of one moment in a random order: nothing may depend on it.
            var due = events.filter { $0.at <= now }.map(\.event)
            events.removeAll { $0.at <= now }
            due.shuffle(using: &generator)
            for event in due { happen(event) }
            for action in machine.advance(now: now) { perform(action) }
            record()
            if isChecked { violations += machine.violations() }
        }
        now = max(now, end)
    }

    private mutating func happen(_ event: Event) {
        switch event {
        case .arrival(let jobs):
            let taken = machine.accept(jobs, now: now)
            // The caller keeps what was not taken and offers it again.
            if taken < jobs.count { events.append((now + 50, .arrival(Array(jobs[taken...])))) }
        case .withdrawal(let noticeIDs):
            machine.withdraw(noticeIDs: noticeIDs, now: now)
        case .ended(let attempt, let verdict):
            // A cut attempt has ended before its answer came.
            if machine.isFlying(attempt) { machine.ended(attempt, AttemptResult(verdict), now: now) }
        case .recorded(let reports):
            isSinkBusy = false
            recorded += reports
            machine.recorded(reports, now: now)
        }
    }

    private mutating func perform(_ action: Courier.StateMachine.Action) {
        switch action {
        case .start(let attempt):
            sharedCount += attempt.companions.count
            for job in [attempt.job] + attempt.companions {
                let id = job.deliveryID
                if firstStarts[id] == nil { firstStarts[id] = now }
                attemptsByDelivery[id, default: 0] += 1
                if job.attempts != attemptsByDelivery[id] { violations.append("delivery \(id): attempt misnumbered") }
                if job.deadline <= now { violations.append("delivery \(id): sent after its deadline") }
                if job.dueAt > now { violations.append("delivery \(id): sent before it is due") }
                if job.endpointID != attempt.job.endpointID { violations.append("delivery \(id): sent elsewhere") }
            }
            let (delay, verdict) = answer(manners[attempt.job.endpointID] ?? .well)
            events.append((now + delay, .ended(attempt.number, verdict)))
        case .cut(let attempt):
            events.append((now + 1, .ended(attempt, .cancelled)))
        }
    }

    /// The sink takes one batch at a time and needs a moment for it.
    private mutating func record() {
        guard !isSinkBusy, machine.hasReports else { return }
        isSinkBusy = true
        let reports = machine.takeReports(limit: 64)
        events.append((now + Int64.random(in: 1...8, using: &generator), .recorded(reports)))
    }

    private mutating func answer(_ manner: Manner) -> (delay: Int64, AttemptResult.Verdict) {
        switch manner {
        case .well: (Int64.random(in: 5...50, using: &generator), .sent)
        case .slow: (Int64.random(in: 2_500...4_000, using: &generator), .sent)
        case .hanging: (5_000, .retry(.timeout, after: nil))
        case .refusing: (1, .retry(.network, after: nil))
        case .fickle:
            (
                Int64.random(in: 1...3_000, using: &generator),
                [
                    .sent, .rejected, .retry(.serverError, after: nil), .retry(.throttled, after: .seconds(20)),
                    .hopeless(.gone), .rateLimited(pauseMilliseconds: 60_000), .misconfigured(.keywordMissing),
                ].randomElement(using: &generator) ?? .sent
            )
        }
    }
}
