package import CurlTransport
package import Logging

/// Brings notices to their endpoints: sends, judges the answers, tries again, and reports.
///
/// `Courier+StateMachine.swift` decides; this type performs. It makes nothing durable itself: jobs live in the caller's
/// table until the sink has taken their final report, and what is unfinished when it stops is simply offered again after
/// the restart. Neither URLs nor secrets nor bodies are logged.
package final class Courier: Sendable {
    private struct State: Sendable {
        var machine: StateMachine
        /// For ending attempts early.
        var tickets: [UInt64: CurlLoop.Ticket] = [:]
        var stopAt: Int64?
    }

    /// Longest sleep while something is planned: a machine that slept wakes to find it due.
    private static let napLimitMilliseconds: Int64 = 1_000

    private let loop: CurlLoop
    private let sink: any DeliverySink
    private let clock: CourierClock
    private let wait: @Sendable (_ milliseconds: Int64) async -> Void
    private let logger: Logger
    private let state: Locked<State>
    /// Rung when there may be something to start.
    private let workBell = Bell()
    /// Rung when there may be something to record.
    private let reportBell = Bell()

    /// - Parameters:
    ///   - loop: the transport; its policy says which addresses may be dialled.
    ///   - wait: returns after so many elapsed milliseconds, or when its task is cancelled.
    ///   - generator: draws the jitter of retries.
    package init(
        configuration: Configuration,
        loop: CurlLoop,
        sink: any DeliverySink,
        clock: CourierClock,
        wait: @escaping @Sendable (_ milliseconds: Int64) async -> Void = Courier.pause,
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        logger: Logger
    ) {
        self.loop = loop
        self.sink = sink
        self.clock = clock
        self.wait = wait
        self.logger = logger
        state = Locked(State(machine: StateMachine(configuration: configuration, generator: generator)))
    }

    private func now() -> Int64 { clock.now() }

    private var configuration: Configuration { state.withLock { $0.machine.configuration } }

    /// Attempts that start from now on may take so long.
    package func adjust(attemptTimeoutMilliseconds: Int) {
        state.withLock { $0.machine.configuration.attemptTimeoutMilliseconds = attemptTimeoutMilliseconds }
    }

    /// Whether `accept` would take a job.
    package var hasRoom: Bool {
        state.withLock { $0.machine.hasRoom }
    }

    package var load: Load {
        state.withLock { $0.machine.load }
    }

    /// Takes jobs in order as long as there is room and returns how many; the caller offers the rest again later.
    ///
    /// A job the courier holds already counts as taken and is not changed. Never blocks.
    package func accept(_ jobs: [DeliveryJob]) -> Int {
        let moment = now()
        let taken = state.withLock { $0.machine.accept(jobs, now: moment) }
        if taken > 0 { workBell.ring() }
        return taken
    }

    /// Attempts that an earlier run started within `recallMilliseconds`, oldest first: the platforms count on over a
    /// restart. To be called before jobs are taken.
    package func recall(_ starts: [(endpointID: Int64, channel: Channel, at: Int64)]) {
        let moment = now()
        state.withLock { $0.machine.recall(starts, now: moment) }
    }

    /// The longest stretch over which any platform counts.
    package static var recallMilliseconds: Int64 {
        Channel.allCases.compactMap(\.pace?.memoryMilliseconds).max() ?? 0
    }

    /// The wall clock was set, or is believed again: what waits is tried at once. Never blocks.
    package func clockSet() {
        let moment = now()
        state.withLock { $0.machine.clockSet(now: moment) }
        workBell.ring()
        reportBell.ring()
    }

    /// Makes one attempt at once, beside the queue, and tells what came of it; nothing is repeated or recorded.
    ///
    /// The platform counts it like any other, so an endpoint that is held back is not asked.
    package func probe(_ job: DeliveryJob) async -> AttemptResult {
        let moment = now()
        if let pause = state.withLock({ $0.machine.beginProbe(job, now: moment) }) {
            return AttemptResult(.rateLimited(pauseMilliseconds: pause))
        }
        let result = clock.judged(await attempt(job), from: job.endpointID)
        let end = now()
        state.withLock { $0.machine.endProbe(job, result, now: end) }
        workBell.ring()
        return result
    }

    private func attempt(_ job: DeliveryJob) async -> AttemptResult {
        do {
            let exchange = try CurlExchange(job, job.payload, configuration, timestampMilliseconds: clock.wall())
            return AttemptResult(try await loop.perform(exchange), from: job.channel)
        } catch let fault as ChannelFault {
            return AttemptResult(.hopeless(fault.failure))
        } catch let fault as CurlFault {
            return AttemptResult(fault)
        } catch {
            // Nothing else is thrown above.
            return AttemptResult(.cancelled)
        }
    }

    /// Withdraws notices: they are not sent any more; an attempt in flight is let finish and is not repeated.
    ///
    /// Each delivery still gets its final report.
    package func cancel(noticeIDs: [String]) {
        let moment = now()
        state.withLock { $0.machine.withdraw(noticeIDs: noticeIDs, now: moment) }
        workBell.ring()
        reportBell.ring()
    }

    /// Works until the task is cancelled; then lets attempts in flight end for `stopMilliseconds`, has the last reports
    /// recorded, and returns. Called once.
    package func run() async {
        // Not a child task: recording what attempts in flight came to must not itself be cancelled.
        let working = Task {
            await withTaskGroup { group in
                group.addTask { await self.work() }
                group.addTask { await self.report() }
            }
        }
        await withTaskCancellationHandler {
            await working.value
        } onCancel: {
            stop()
        }
    }

    /// Waits by the monotonic clock, for a `now` that runs at the usual rate.
    package static let pause: @Sendable (_ milliseconds: Int64) async -> Void = { milliseconds in
        // It throws only when the task is cancelled, and then the wait is over.
        try? await Task.sleep(for: .milliseconds(milliseconds))
    }

    private func stop() {
        let stopAt = now() + configuration.stopMilliseconds
        state.withLock { state in
            state.stopAt = stopAt
            state.machine.stop()
        }
        workBell.ring()
    }

    /// Starts attempts as the state machine says, until it was stopped and nothing flies.
    private func work() async {
        while true {
            let moment = now()
            let (actions, next, hasReports) = state.withLock { state in
                (state.machine.advance(now: moment), state.machine.nextMoment, state.machine.hasReports)
            }
            if hasReports { reportBell.ring() }
            for action in actions {
                switch action {
                case .start(let attempt): start(attempt)
                case .cut(let number): cut(number)
                }
            }
            let (stopAt, isFlying) = state.withLock { ($0.stopAt, !$0.machine.flights.isEmpty) }
            if let stopAt {
                if !isFlying { break }
                if stopAt <= moment { cutAll() }
            }
            await sleep(until: next ?? stopAt, from: moment)
        }
        reportBell.ring()
    }

    /// Hands reports to the sink, one batch at a time, until the work is over and everything is recorded.
    private func report() async {
        while true {
            let (reports, isOver) = state.withLock { state in
                (
                    state.machine.takeReports(limit: state.machine.configuration.reportBatchLimit),
                    state.machine.isStopping && state.machine.isAtRest
                )
            }
            if reports.isEmpty {
                if isOver { return }
                await reportBell.wait()
                continue
            }
            await sink.attempted(reports)
            let moment = now()
            state.withLock { $0.machine.recorded(reports, now: moment) }
            workBell.ring()
        }
    }

    private func start(_ attempt: StateMachine.Attempt) {
        let exchange: CurlExchange
        do throws(ChannelFault) {
            exchange = try CurlExchange(
                attempt.job,
                attempt.payload,
                configuration,
                timestampMilliseconds: clock.wall()
            )
        } catch {
            return ended(attempt, AttemptResult(.hopeless(error.failure)))
        }
        let channel = attempt.job.channel
        let waitsForName: @Sendable () -> Void = { self.waitsForName(attempt.number) }
        let ticket = loop.submit(exchange, waitsForName: waitsForName) { outcome in
            switch outcome {
            case .success(let reply): self.ended(attempt, AttemptResult(reply, from: channel))
            case .failure(let fault): self.ended(attempt, AttemptResult(fault))
            }
        }
        state.withLock { state in
            // It may have ended by now.
            if state.machine.isFlying(attempt.number) { state.tickets[attempt.number] = ticket }
        }
    }

    private func ended(_ attempt: StateMachine.Attempt, _ outcome: AttemptResult) {
        let result = clock.judged(outcome, from: attempt.job.endpointID)
        let moment = now()
        state.withLock { state in
            state.tickets[attempt.number] = nil
            state.machine.ended(attempt.number, result, now: moment)
        }
        logger.debug(
            "attempt ended",
            metadata: [
                "delivery": "\(attempt.job.deliveryID)", "endpoint": "\(attempt.job.endpointID)",
                "attempt": "\(attempt.job.attempts)", "companions": "\(attempt.companions.count)",
                "status": "\(result.status ?? 0)",
                "fault": "\(result.fault?.description ?? "none")",
                "channel": "\(attempt.job.channel.rawValue)", "code": "\(result.platformCode ?? "none")",
            ]
        )
        if case .misconfigured(let failure) = result.verdict {
            logger.warning(
                "an endpoint is not set up right; nothing reaches it until somebody changes that",
                metadata: [
                    "endpoint": "\(attempt.job.endpointID)", "channel": "\(attempt.job.channel.rawValue)",
                    "reason": "\(failure.rawValue)", "code": "\(result.platformCode ?? "none")",
                ]
            )
        }
        reportBell.ring()
        workBell.ring()
    }

    /// The name of an attempt's host is not answered for: it holds no place that others need.
    private func waitsForName(_ number: UInt64) {
        state.withLock { $0.machine.slowed(number) }
        workBell.ring()
    }

    private func cut(_ number: UInt64) {
        if let ticket = state.withLock({ $0.tickets[number] }) { loop.cancel(ticket) }
    }

    private func cutAll() {
        for ticket in state.withLock({ Array($0.tickets.values) }) { loop.cancel(ticket) }
    }

    /// Sleeps until the moment or until the bell rings.
    private func sleep(until moment: Int64?, from start: Int64) async {
        guard let moment else { return await workBell.wait() }
        let milliseconds = min(max(moment - start, 1), Courier.napLimitMilliseconds)
        await withTaskGroup { group in
            group.addTask { await self.wait(milliseconds) }
            group.addTask { await self.workBell.wait() }
            await group.next()
            group.cancelAll()
        }
    }
}
