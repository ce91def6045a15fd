/// When an endpoint is left alone for a while: its platform allows no more, or it fails again and again.
extension Courier.StateMachine {
    struct Pause: Hashable, Sendable {
        let until: Int64
        /// `rateLimited` or `breakerOpen`.
        let reason: DeliveryFailure
    }

    /// Until when an endpoint is left alone; nil when it is not.
    package func pauseEnd(of endpoint: Int64) -> Int64? { pauses[endpoint]?.until }

    /// What an attempt tells of the endpoint, whatever becomes of the delivery.
    mutating func note(_ result: AttemptResult, from endpoint: Int64, over channel: Channel, now: Int64) {
        switch result.verdict {
        case .rateLimited(let milliseconds):
            // Whatever else waits for this endpoint would meet the same, and be held against it.
            pause(endpoint, Pause(until: now + milliseconds, reason: .rateLimited), now: now)
        case .retry(.clockDoubted, _):
            // It answers; whether it would have taken the message shows when the clock is right.
            break
        case .retry, .cancelled:
            noteFailure(of: endpoint, now: now)
        case .sent, .rejected, .hopeless, .misconfigured:
            failureCounts[endpoint] = nil
            if let pause = pauses[endpoint], pause.reason == .breakerOpen {
                close(pause, of: endpoint, over: channel, now: now)
            }
        }
    }

    /// The breaker: after so many failures in a row nothing is tried for a while, then once, and so on with longer pauses.
    ///
    /// What waits meanwhile is known to be late, so that its members' other endpoints, or other members, are asked at once
    /// and not after one timeout each.
    private mutating func noteFailure(of endpoint: Int64, now: Int64) {
        let count = (failureCounts[endpoint] ?? 0) + 1
        if failureCounts.count >= configuration.sickMemoryLimit, failureCounts[endpoint] == nil {
            // Which of them go does not matter: they are counted anew.
            failureCounts.removeAll(keepingCapacity: true)
        }
        failureCounts[endpoint] = count
        guard count >= configuration.breakerFailureCount else { return }
        let doublings = min(count - configuration.breakerFailureCount, 16)
        let milliseconds = min(
            configuration.breakerMilliseconds << doublings,
            configuration.breakerLimitMilliseconds
        )
        pause(endpoint, Pause(until: now + milliseconds, reason: .breakerOpen), now: now)
    }

    /// Leaves the endpoint alone; a longer pause stays.
    mutating func pause(_ endpoint: Int64, _ pause: Pause, now: Int64) {
        guard pause.until > max(now, pauses[endpoint]?.until ?? .min) else { return }
        pauses[endpoint] = pause
        queue.setPaused(true, endpoint, now: now)
        plan(.resume(endpoint), at: pause.until)
        guard isLate(pause, now: now) else { return }
        for delivery in queue.waiting(for: endpoint) {
            queue.remove(delivery, of: endpoint, now: now)
            postpone(delivery, pause, now: now)
        }
    }

    mutating func resume(_ endpoint: Int64, now: Int64) {
        pauses[endpoint] = nil
        queue.setPaused(false, endpoint, now: now)
    }

    /// The endpoint is well again before its pause is over: what was put off until then goes on now, as fast as its platform
    /// allows.
    private mutating func close(_ pause: Pause, of endpoint: Int64, over channel: Channel, now: Int64) {
        resume(endpoint, now: now)
        if let pace = channel.pace { holdBack(endpoint, pace, now: now) }
        let theirs = held.values.filter { $0.job.endpointID == endpoint }.map(\.job.deliveryID)
        for delivery in theirs.sorted() {
            switch held[delivery]?.stage {
            case .waiting(until: pause.until): makeReady(delivery, now: now)
            case .recording(next: pause.until): held[delivery]?.stage = .recording(next: now)
            case _: break
            }
        }
    }

    /// The wall clock was set, or is believed again: what waits is tried at once, as far as platforms allow.
    package mutating func clockSet(now: Int64) {
        failureCounts.removeAll()
        for endpoint in pauses.filter({ $0.value.reason == .breakerOpen }).keys.sorted() { resume(endpoint, now: now) }
        for delivery in held.keys.sorted() {
            switch held[delivery]?.stage {
            case .waiting(let until) where until > now: makeReady(delivery, now: now)
            case .recording(let next?) where next > now: held[delivery]?.stage = .recording(next: now)
            case _: break
            }
        }
    }

    /// Whether what is for this endpoint waits so long that it counts as silence.
    func isLate(_ pause: Pause, now: Int64) -> Bool {
        pause.until - now > configuration.lateAfterMilliseconds
    }

    /// Puts a delivery off and says so at once, so that others are asked meanwhile. It counts as no attempt.
    mutating func postpone(_ delivery: Int64, _ pause: Pause, now: Int64) {
        guard let entry = held[delivery] else { return }
        let isInTime = pause.until < entry.job.deadline
        held[delivery]?.stage = .recording(next: isInTime ? pause.until : nil)
        let outcome: AttemptOutcome = isInTime ? .retry(at: pause.until, pause.reason) : .gaveUp(pause.reason)
        reports.append(AttemptReport(entry.job, endedAt: now, outcome))
    }

    /// Notes a start where the platform counts, and holds the endpoint back when it was the last one for now.
    mutating func count(_ job: DeliveryJob, now: Int64) {
        guard let pace = job.channel.pace else { return }
        forgetPaces(now: now)
        paces[job.endpointID, default: PaceLog()].note(now, pace)
        holdBack(job.endpointID, pace, now: now)
    }

    /// Holds an endpoint back until its platform allows the next message.
    mutating func holdBack(_ endpoint: Int64, _ pace: Pace, now: Int64) {
        let next = paces[endpoint]?.next(pace) ?? now
        pause(endpoint, Pause(until: next, reason: .rateLimited), now: now)
    }

    /// Now and then those are forgotten that were not sent to for longer than any platform counts.
    private mutating func forgetPaces(now: Int64) {
        guard paces.count > configuration.paceMemoryLimit else { return }
        paces = paces.filter { ($0.value.last ?? .min) + Courier.recallMilliseconds > now }
    }
}
