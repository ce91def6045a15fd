import CurlTransport
package import DispatchCore
package import DispatchStore

/// Before which moment things are past their time, so that no clock that is set wrong has anything erased too soon.
///
/// Each cut is stored and moves towards where the settings put it, by at most two days for each day that a daemon ran;
/// not at all while the wall clock is doubted. A setting that was shortened is caught up with by and by, or at once when an
/// administrator says so.
package final class RetentionCuts: Sendable {
    /// A cut moves by no more than this many times what a daemon ran.
    private static let paceFactor: Int64 = 2
    private static let dayMilliseconds: Int64 = 86_400_000

    /// Where a cut stands, and where the settings put it.
    package struct Standing: Equatable, Sendable {
        package let cut: SweepCut
        package let at: Timestamp
        package let target: Timestamp
    }

    private let store: Store
    private let writer: WriterLoop
    private let retention: Retention
    private let clock: ServiceClock
    /// Up to when the running of this daemon was used to move cuts.
    private let usedUntil: Locked<Timestamp>

    package init(store: Store, writer: WriterLoop, retention: Retention, clock: ServiceClock) {
        self.store = store
        self.writer = writer
        self.retention = retention
        self.clock = clock
        usedUntil = Locked(clock.now)
    }

    /// Moves the cuts on by what this daemon has run since the last time.
    ///
    /// - Returns: Where they are now; none of what is kept for ever, and none while the clock is doubted.
    package func advance(to now: Timestamp) async throws -> [SweepCut: Timestamp] {
        let ran = usedUntil.withLock { until in
            defer { until = max(until, now) }
            return max(0, now.milliseconds.subtractingSaturated(until.milliseconds))
        }
        guard !clock.isDoubted else { return [:] }
        let standings = try await standings(at: now)
        var cuts: [SweepCut: Timestamp] = [:]
        for standing in standings {
            cuts[standing.cut] = min(standing.target, standing.at.adding(milliseconds: Self.paceFactor * ran))
        }
        try await keep(cuts, beyond: standings)
        return cuts
    }

    /// Moves every cut to where the settings put it; nil, and nothing happens, while the clock is doubted.
    package func catchUp() async throws -> [Standing]? {
        guard !clock.isDoubted else { return nil }
        let standings = try await standings(at: clock.now)
        try await keep(
            Dictionary(standings.map { ($0.cut, max($0.at, $0.target)) }) { first, _ in first },
            beyond: standings
        )
        return try await self.standings(at: clock.now)
    }

    /// How things stand, in a fixed order; what is kept for ever is left out.
    package func standings(at now: Timestamp) async throws -> [Standing] {
        let stored = try await store.sweepCuts()
        return SweepCut.allCases.compactMap { cut in
            let days = days(of: cut)
            guard days > 0 else { return nil }
            let age = Int64(days) * Self.dayMilliseconds
            let target = clock.moment(before: now, byMilliseconds: age)
            // One that was never moved begins with the last commit before this daemon, which no wrong clock of today moves.
            let at = stored[cut] ?? store.county.clock.elapsed.adding(milliseconds: -age)
            return Standing(cut: cut, at: at, target: target)
        }
    }

    private func days(of cut: SweepCut) -> Int {
        switch cut {
        case .personalData: retention.personalDays
        case .attempts: retention.attemptDays
        case .journal: retention.journalDays
        }
    }

    /// Cuts only go forward: a longer setting brings nothing back.
    private func keep(_ cuts: [SweepCut: Timestamp], beyond standings: [Standing]) async throws {
        let stored = try await store.sweepCuts()
        let moved = cuts.filter { cut, time in stored[cut].map { $0 < time } ?? true }
        guard !moved.isEmpty else { return }
        _ = try await writer.write([.swept(.cuts(moved))])
    }
}
