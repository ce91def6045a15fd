import CurlTransport
package import DispatchCore
package import DispatchStore

/// The daemon's clocks: elapsed time for what is counted from an event, wall time for what people name and read.
///
/// Elapsed time is CLOCK_BOOTTIME, going on from the store's last commit. Over a reboot it grows by what the wall clock grew, and
/// never goes back. How the two differ is noted by the writer loop when the wall clock is set. A demonstration may let both run
/// faster; then a minute of the clock takes less than a minute.
package struct ServiceClock: Sendable {
    /// The range of rates: below 1 a county would wait for its clock, above 1,000 the machine cannot follow.
    package static let rateRange = 1.0...1000.0
    /// The wall clock was set when it differs from what was expected by so much; less is the rounding of two readings.
    package static let stepMilliseconds: Int64 = 1_000

    private struct State: Sendable {
        /// Where elapsed time and the wall stood at `start`.
        var startElapsed: Int64
        var start: ClockReading
        var history = ClockHistory()
        var trust: ClockTrust
    }

    package let rate: Double
    private let source: ClockSource
    private let state: Locked<State>

    /// Elapsed time begins as the wall time, until it goes on from a store.
    package init(rate: Double = 1, source: ClockSource = .system) {
        self.rate = rate
        self.source = source
        let start = source.read()
        state = Locked(
            State(
                startElapsed: start.wallMilliseconds,
                start: start,
                trust: ClockTrust(believedWall: WallTime(milliseconds: start.wallMilliseconds))
            )
        )
    }

    /// Goes on from where the clocks stood at the store's last commit.
    package func resume(from stored: StoredClock, _ history: ClockHistory) {
        let start = source.read()
        let passed =
            stored.bootID == source.bootID && !stored.bootID.isEmpty
            ? start.bootMilliseconds.subtractingSaturated(stored.bootMilliseconds)
            : start.wallMilliseconds.subtractingSaturated(stored.wall.milliseconds)
        state.withLock { state in
            state.start = start
            state.startElapsed = stored.elapsed.milliseconds.addingSaturated(max(passed, 0))
            state.history = history
            state.trust = ClockTrust(believedWall: stored.believedWall, doubtedSince: stored.doubtedSince)
            // The writer notes the step in its first turn; what is read before that doubts the clock already.
            let (now, wall) = (elapsed(state, start), wall(state, start))
            if offset(state, now, wall) != history.offsetMilliseconds { state.trust.stepped(wall: wall, at: now) }
        }
    }

    /// The moment in elapsed time.
    package var now: Timestamp { state.withLock { elapsed($0, source.read()) } }

    /// What clocks on walls show.
    package var wallNow: WallTime { state.withLock { wall($0, source.read()) } }

    /// The wall time that expiry is judged by: while the clock is doubted, when it was last believed, so that nothing expires.
    package var expiryWall: WallTime {
        state.withLock { state in
            let reading = source.read()
            let (now, wall) = (elapsed(state, reading), wall(state, reading))
            return state.trust.expiryWall(wall: wall, at: now)
        }
    }

    /// What clocks on walls showed at a past moment, or will show at one to come unless they are set again.
    package func wall(of moment: Timestamp) -> WallTime {
        state.withLock { state in
            let reading = source.read()
            let now = elapsed(state, reading)
            guard moment > now else { return state.history.wall(of: moment) }
            let offset = offset(state, now, wall(state, reading))
            return WallTime(milliseconds: moment.milliseconds.addingSaturated(offset))
        }
    }

    /// When clocks on walls showed this last, as far as is known, for times that something outside names.
    package func moment(of wall: WallTime) -> Timestamp {
        state.withLock { state in
            let reading = source.read()
            let now = elapsed(state, reading)
            let offset = offset(state, now, self.wall(state, reading))
            return Timestamp(milliseconds: wall.milliseconds.subtractingSaturated(offset))
        }
    }

    /// The moment before which everything is at least so old; see ``ClockHistory/moment(before:byMilliseconds:)``.
    package func moment(before now: Timestamp, byMilliseconds age: Int64) -> Timestamp {
        state.withLock { $0.history.moment(before: now, byMilliseconds: age) }
    }

    /// How long the machine takes for this much of the clock's time.
    package func duration(ofMilliseconds milliseconds: Int64) -> Duration {
        .milliseconds(Double(milliseconds) / rate)
    }

    // MARK: Steps and doubt

    /// By how much the wall clock is ahead, when that differs from what was noted; nil while it runs as expected.
    func step(from noted: Int64) -> Int64? {
        state.withLock { state in
            let reading = source.read()
            let offset = offset(from: noted, elapsed(state, reading), wall(state, reading))
            return offset == noted ? nil : offset
        }
    }

    /// The wall clock was set; it is doubted until something outside agrees with it, or for an hour.
    func noteStep(_ step: ClockHistory.Step) {
        state.withLock { state in
            state.history.add(step)
            state.trust.stepped(wall: wall(state, source.read()), at: step.at)
        }
    }

    /// An answer of an endpoint said what time it is there.
    package func hear(_ date: WallTime, from endpointID: Int64) {
        state.withLock { state in
            let reading = source.read()
            state.trust.hear(date, from: endpointID, wall: wall(state, reading), at: elapsed(state, reading))
        }
    }

    /// How the wall clock stands.
    package var standing: ClockStanding {
        state.withLock { state in
            let reading = source.read()
            let (now, wall) = (elapsed(state, reading), wall(state, reading))
            return ClockStanding(
                doubtedSince: state.trust.doubtedSince(wall: wall, at: now),
                offBySeconds: state.trust.offBySeconds(wall: wall, at: now),
                lastStep: state.history.steps.last.map { step in
                    let steps = state.history.steps
                    let before = steps.count > 1 ? steps[steps.count - 2].offsetMilliseconds : 0
                    return (at: step.at, milliseconds: step.offsetMilliseconds.subtractingSaturated(before))
                }
            )
        }
    }

    package var isDoubted: Bool { standing.doubtedSince != nil }

    /// How the clocks stand, to be kept with a commit; what is believed by then is noted.
    func mark() -> StoredClock {
        state.withLock { state in
            let reading = source.read()
            let (now, wall) = (elapsed(state, reading), wall(state, reading))
            state.trust.observe(wall: wall, at: now)
            return StoredClock(
                elapsed: now,
                wall: wall,
                bootID: source.bootID,
                bootMilliseconds: reading.bootMilliseconds,
                believedWall: state.trust.believedWall,
                doubtedSince: state.trust.doubtedSince(wall: wall, at: now)
            )
        }
    }

    private func elapsed(_ state: State, _ reading: ClockReading) -> Timestamp {
        let passed = reading.bootMilliseconds.subtractingSaturated(state.start.bootMilliseconds)
        return Timestamp(milliseconds: state.startElapsed).adding(milliseconds: scaled(max(passed, 0)))
    }

    private func wall(_ state: State, _ reading: ClockReading) -> WallTime {
        let passed = reading.wallMilliseconds.subtractingSaturated(state.start.wallMilliseconds)
        return WallTime(milliseconds: state.start.wallMilliseconds).adding(milliseconds: scaled(passed))
    }

    private func offset(_ state: State, _ now: Timestamp, _ wall: WallTime) -> Int64 {
        offset(from: state.history.offsetMilliseconds, now, wall)
    }

    /// The offset as it was noted, unless the clock was set since.
    private func offset(from noted: Int64, _ now: Timestamp, _ wall: WallTime) -> Int64 {
        let measured = wall.milliseconds.subtractingSaturated(now.milliseconds)
        let difference = measured.subtractingReportingOverflow(noted)
        let limit = UInt64(Double(Self.stepMilliseconds) * rate)
        return difference.overflow || difference.partialValue.magnitude >= limit ? measured : noted
    }

    private func scaled(_ milliseconds: Int64) -> Int64 {
        guard rate != 1 else { return milliseconds }
        // A demonstration does not run for so long that this is reached, but a clock may be set to anything.
        return Int64(exactly: (Double(milliseconds) * rate).rounded()) ?? (milliseconds < 0 ? .min : .max)
    }
}

/// How the wall clock stands, for whoever looks after the machine.
package struct ClockStanding: Sendable {
    /// nil while it is believed.
    package let doubtedSince: Timestamp?
    /// How far ahead it is of what the answers of endpoints say; nil where too few say anything.
    package let offBySeconds: Int?
    /// When it was set last, and by how much.
    package let lastStep: (at: Timestamp, milliseconds: Int64)?
}
