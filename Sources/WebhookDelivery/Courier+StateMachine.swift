import DequeModule
import HeapModule

extension Courier {
    /// The courier's rules: when each delivery is attempted, what becomes of it, and whom it may keep waiting.
    ///
    /// It takes facts and the time and touches nothing. `advance` returns what is to be done; `takeReports` what is to be
    /// recorded. Time is elapsed milliseconds.
    package struct StateMachine: Sendable {
        /// One attempt to make.
        package struct Attempt: Sendable {
            package let number: UInt64
            /// What it was started for; its `attempts` count this one.
            package let job: DeliveryJob
            /// What it brings along: other jobs for the same group.
            package let companions: [DeliveryJob]
            /// What is sent: what all of them say.
            package let payload: ChannelPayload
        }

        package enum Action: Sendable {
            case start(Attempt)
            /// End this attempt early; its end is then reported like any other.
            case cut(UInt64)
        }

        var configuration: Configuration
        var held: [Int64: Held] = [:]
        private(set) var deliveriesByNotice: [String: [Int64]] = [:]
        private(set) var flights: [UInt64: Flight] = [:]
        var queue: FairQueue
        var reports: Deque<AttemptReport> = []
        private(set) var isStopping = false
        /// Of endpoints whose platform counts, when attempts were started lately.
        var paces: [Int64: PaceLog] = [:]
        /// Endpoints at which nothing is started for a while.
        var pauses: [Int64: Pause] = [:]
        /// Attempts that failed since the last one that did not, of endpoints where the last one failed.
        var failureCounts: [Int64: Int] = [:]
        /// Slow attempts in the order they became so: the first to be cut.
        private var slowFlights: Deque<UInt64> = []
        private var agenda = Heap<Moment>()
        private var lastSequence: UInt64 = 0
        private var lastAttempt: UInt64 = 0
        private var generator: any RandomNumberGenerator & Sendable

        package init(configuration: Configuration, generator: any RandomNumberGenerator & Sendable) {
            self.configuration = configuration
            self.generator = generator
            queue = FairQueue(configuration: configuration)
        }

        package var hasRoom: Bool { !isStopping && held.count < configuration.jobLimit }
        package var hasReports: Bool { !reports.isEmpty }
        /// Whether nothing is on the wire and nothing waits to be recorded.
        package var isAtRest: Bool { flights.isEmpty && reports.isEmpty }
        package var load: Load {
            Load(
                held: held.count,
                inFlight: queue.inFlight,
                sickInFlight: queue.sickInFlight,
                knownSickEndpoints: queue.endpoints.values.count { $0.lane == .sick },
                unrecordedReports: reports.count
            )
        }

        /// When `advance` has something to do next, if nothing happens before.
        package var nextMoment: Int64? { isStopping ? nil : agenda.min?.at }

        package func isFlying(_ attempt: UInt64) -> Bool { flights[attempt] != nil }

        /// Takes jobs, in order, as long as there is room; returns how many. One that is held already counts as taken.
        package mutating func accept(_ jobs: [DeliveryJob], now: Int64) -> Int {
            guard !isStopping else { return 0 }
            for (index, job) in jobs.enumerated() where held[job.deliveryID] == nil {
                guard hasRoom else { return index }
                held[job.deliveryID] = Held(job: job, stage: .waiting(until: job.dueAt))
                deliveriesByNotice[job.noticeID, default: []].append(job.deliveryID)
                plan(.deadline(job.deliveryID), at: job.deadline)
                if job.dueAt <= now {
                    makeReady(job.deliveryID, now: now)
                } else {
                    plan(.due(job.deliveryID), at: job.dueAt)
                }
            }
            return jobs.count
        }

        /// Attempts that an earlier run started a moment ago, oldest first: the platforms count on over a restart.
        package mutating func recall(_ starts: [(endpointID: Int64, channel: Channel, at: Int64)], now: Int64) {
            for start in starts {
                guard let pace = start.channel.pace else { continue }
                paces[start.endpointID, default: PaceLog()].note(start.at, pace)
                holdBack(start.endpointID, pace, now: now)
            }
        }

        /// Counts an attempt beside the queue; when the platform takes no more, for how long, and nothing is counted.
        package mutating func beginProbe(_ job: DeliveryJob, now: Int64) -> Int64? {
            var freeAt = job.channel.pace.flatMap { paces[job.endpointID]?.next($0) } ?? now
            // A breaker does not keep a test out: it is how one finds out that the endpoint is well again.
            if let pause = pauses[job.endpointID], pause.reason == .rateLimited { freeAt = max(freeAt, pause.until) }
            if freeAt > now { return freeAt - now }
            count(job, now: now)
            return nil
        }

        /// What came of an attempt beside the queue: an endpoint that is well again is sent to at once.
        package mutating func endProbe(_ job: DeliveryJob, _ result: AttemptResult, now: Int64) {
            note(result, from: job.endpointID, over: job.channel, now: now)
        }

        /// Withdraws notices: what waits is over, what flies is not repeated.
        package mutating func withdraw(noticeIDs: [String], now: Int64) {
            for delivery in noticeIDs.flatMap({ deliveriesByNotice[$0] ?? [] }) {
                held[delivery]?.isWithdrawn = true
                end(delivery, .cancelled, now: now)
            }
        }

        /// No more attempts; those in flight may end.
        package mutating func stop() {
            isStopping = true
        }

        /// Does what the time demands and starts what may start.
        package mutating func advance(now: Int64) -> [Action] {
            guard !isStopping else { return [] }
            while let moment = agenda.min, moment.at <= now {
                agenda.removeMin()
                reach(moment, now: now)
            }
            queue.forgetIdle(now: now)
            var actions: [Action] = []
            while let delivery = queue.start() {
                actions.append(.start(fly(delivery, now: now)))
            }
            cut(&actions)
            return actions
        }

        /// An attempt has ended.
        package mutating func ended(_ attempt: UInt64, _ result: AttemptResult, now: Int64) {
            guard let flight = flights.removeValue(forKey: attempt) else {
                preconditionFailure("attempt \(attempt) ends twice")
            }
            if flight.isSlow { slowFlights.removeAll { $0 == attempt } }
            let isHealthy = result.isHealthy
            queue.ended(flight.endpoint, wasSlow: flight.isSlow, isHealthy: isHealthy, now: now)
            if isStopping, result.verdict == .cancelled {
                // Nobody knows what became of it: it stays due with the caller.
                for delivery in flight.deliveries { remove(delivery) }
                return
            }
            for delivery in flight.deliveries { conclude(delivery, of: flight, result, now: now) }
            note(result, from: flight.endpoint, over: flight.channel, now: now)
        }

        private mutating func conclude(_ delivery: Int64, of flight: Flight, _ result: AttemptResult, now: Int64) {
            guard var entry = held[delivery] else { preconditionFailure("delivery \(delivery) flew but is not held") }
            if case .rateLimited = result.verdict { entry.postponed += 1 }
            let outcome: AttemptOutcome
            if result.verdict == .hopeless(.badMessage), flight.deliveries.count > 1, !entry.isWithdrawn {
                entry.goesAlone = true
                outcome = .retry(at: now, .badMessage)
            } else {
                outcome = self.outcome(of: result, entry, now: now)
            }
            var report = AttemptReport(entry.job, startedAt: flight.startedAt, finishedAt: now, result, outcome)
            if let lead = flight.deliveries.first, lead != delivery { report.leadDeliveryID = lead }
            reports.append(report)
            switch outcome {
            case .retry(let at, _): entry.stage = .recording(next: at)
            case .sent, .gaveUp, .cancelled: entry.stage = .recording(next: nil)
            }
            held[delivery] = entry
        }

        /// The reports to record next, at most so many.
        package mutating func takeReports(limit: Int) -> [AttemptReport] {
            let taken = Array(reports.prefix(limit))
            reports.removeFirst(taken.count)
            return taken
        }

        /// These reports are recorded: deliveries go on or are forgotten.
        package mutating func recorded(_ reports: [AttemptReport], now: Int64) {
            for report in reports {
                guard let entry = held[report.deliveryID], case .recording(let next) = entry.stage else {
                    preconditionFailure("delivery \(report.deliveryID) has no report to be recorded")
                }
                guard let next else {
                    remove(report.deliveryID)
                    continue
                }
                held[report.deliveryID]?.stage = .waiting(until: next)
                if entry.isWithdrawn {
                    end(report.deliveryID, .cancelled, now: now)
                } else if entry.job.deadline <= now {
                    // It passed while the report was being recorded, and its moment with it.
                    end(report.deliveryID, .gaveUp(.deadlinePassed), now: now)
                } else {
                    plan(.due(report.deliveryID), at: next)
                }
            }
        }

        /// An attempt takes long, by its time or because nobody answers for its host's name.
        package mutating func slowed(_ attempt: UInt64) {
            guard let flight = flights[attempt], !flight.isSlow else { return }
            flights[attempt]?.isSlow = true
            slowFlights.append(attempt)
            queue.slowed(flight.endpoint)
        }

        // MARK: The steps

        private mutating func reach(_ moment: Moment, now: Int64) {
            switch moment.matter {
            case .due(let delivery):
                // Otherwise it has been withdrawn, or accepted anew with another time.
                if held[delivery]?.stage == .waiting(until: moment.at) { makeReady(delivery, now: now) }
            case .deadline(let delivery):
                if held[delivery]?.job.deadline == moment.at { end(delivery, .gaveUp(.deadlinePassed), now: now) }
            case .slow(let attempt):
                slowed(attempt)
            case .resume(let endpoint):
                // Otherwise the pause has become longer.
                if pauses[endpoint]?.until == moment.at { resume(endpoint, now: now) }
            }
        }

        mutating func makeReady(_ delivery: Int64, now: Int64) {
            guard let job = held[delivery]?.job else { return }
            let endpoint = job.endpointID
            if let pause = pauses[endpoint], isLate(pause, now: now) { return postpone(delivery, pause, now: now) }
            held[delivery]?.stage = .ready
            queue.enqueue(delivery, to: endpoint, isGroup: job.channel.isGroup)
        }

        private mutating func fly(_ delivery: Int64, now: Int64) -> Attempt {
            guard let job = beginAttempt(of: delivery) else {
                preconditionFailure("delivery \(delivery) is queued but not held")
            }
            let (payload, shared) = share(job, now: now)
            let companions = shared.compactMap { delivery in
                queue.remove(delivery, of: job.endpointID, now: now)
                return beginAttempt(of: delivery)
            }
            lastAttempt += 1
            flights[lastAttempt] = Flight(
                deliveries: [delivery] + shared,
                endpoint: job.endpointID,
                channel: job.channel,
                startedAt: now
            )
            plan(.slow(lastAttempt), at: now + configuration.slowAfterMilliseconds)
            count(job, now: now)
            return Attempt(number: lastAttempt, job: job, companions: companions, payload: payload)
        }

        /// One more attempt of a delivery begins.
        private mutating func beginAttempt(of delivery: Int64) -> DeliveryJob? {
            held[delivery]?.job.attempts += 1
            held[delivery]?.stage = .flying
            return held[delivery]?.job
        }

        /// Ends a delivery that waits; one that flies or is being recorded is looked at when that is done.
        private mutating func end(_ delivery: Int64, _ outcome: AttemptOutcome, now: Int64) {
            guard let entry = held[delivery] else { return }
            switch entry.stage {
            case .waiting: break
            case .ready: queue.remove(delivery, of: entry.job.endpointID, now: now)
            case .flying, .recording: return
            }
            held[delivery]?.stage = .recording(next: nil)
            reports.append(AttemptReport(entry.job, endedAt: now, outcome))
        }

        private mutating func cut(_ actions: inout [Action]) {
            // Those being cut hold their places until they end.
            var missing = queue.wantedCuts - slowFlights.count { flights[$0]?.isCut == true }
            for attempt in slowFlights where missing > 0 && flights[attempt]?.isCut == false {
                flights[attempt]?.isCut = true
                actions.append(.cut(attempt))
                missing -= 1
            }
        }

        private mutating func remove(_ delivery: Int64) {
            guard let entry = held.removeValue(forKey: delivery) else { return }
            deliveriesByNotice[entry.job.noticeID]?.removeAll { $0 == delivery }
            if deliveriesByNotice[entry.job.noticeID]?.isEmpty == true { deliveriesByNotice[entry.job.noticeID] = nil }
        }

        mutating func plan(_ matter: Moment.Matter, at: Int64) {
            lastSequence += 1
            agenda.insert(Moment(at: at, sequence: lastSequence, matter: matter))
            // Deliveries that ended leave their deadlines behind; now and then they are swept out.
            guard agenda.count > 1_024 + 8 * held.count else { return }
            let live = agenda.unordered.filter { moment in
                switch moment.matter {
                case .due(let delivery): held[delivery]?.stage == .waiting(until: moment.at)
                case .deadline(let delivery): held[delivery]?.job.deadline == moment.at
                case .slow(let attempt): flights[attempt] != nil
                case .resume(let endpoint): pauses[endpoint]?.until == moment.at
                }
            }
            agenda = Heap(live)
        }

        /// What becomes of a delivery after an attempt.
        private mutating func outcome(of result: AttemptResult, _ entry: Held, now: Int64) -> AttemptOutcome {
            let failure: DeliveryFailure
            var retryAfter: RetryAfter?
            switch result.verdict {
            case .sent:
                return .sent
            case .hopeless(let reason), .misconfigured(let reason):
                return .gaveUp(reason)
            case .rateLimited(let milliseconds):
                if entry.isWithdrawn { return .cancelled }
                let next = RetrySchedule.afterDemandedPause(
                    milliseconds: milliseconds,
                    now: now,
                    deadline: entry.job.deadline,
                    using: &generator
                )
                return next.map { .retry(at: $0, .rateLimited) } ?? .gaveUp(.rateLimited)
            case .rejected:
                if entry.countedAttempts >= RetrySchedule.rejectedAttemptLimit { return .gaveUp(.rejected) }
                failure = .rejected
            case .retry(let reason, let after):
                failure = reason
                retryAfter = after
            case .cancelled:
                // Cut to make room, which counts as silence; nothing else cancels an attempt before the courier stops.
                failure = .timeout
            }
            if entry.isWithdrawn { return .cancelled }
            let next = RetrySchedule.nextAttempt(
                afterAttempts: entry.countedAttempts,
                now: now,
                retryAfter: retryAfter,
                deadline: entry.job.deadline,
                using: &generator
            )
            return next.map { .retry(at: $0, failure) } ?? .gaveUp(.deadlinePassed)
        }
    }
}
