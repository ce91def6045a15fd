import DispatchCore

/// Whether the wall clock is to be believed.
///
/// It is doubted after it was set, until the answers of endpoints agree with it or an hour has passed without another
/// step, and whenever those answers disagree with it. It takes facts and times and touches nothing.
struct ClockTrust: Sendable {
    /// Answers agree with the clock when their `Date` differs by no more.
    static let agreementMilliseconds: Int64 = 300_000
    /// A clock that was set is believed after so long without another step, though nobody has confirmed it.
    static let doubtMilliseconds: Int64 = 3_600_000
    /// What an endpoint said counts for so long.
    static let memoryMilliseconds: Int64 = 3_600_000
    /// Endpoints that are heard, the last ones: one with a wrong clock of its own must not decide.
    static let witnessLimit = 5

    private struct Witness: Sendable {
        let endpointID: Int64
        let at: Timestamp
        /// By how much its clock is ahead of elapsed time.
        let offsetMilliseconds: Int64
    }

    /// What the wall clock showed when it was last believed; never goes back while it is doubted.
    private(set) var believedWall: WallTime
    private var steppedAt: Timestamp?
    private var disagreedAt: Timestamp?
    private var witnesses: [Witness] = []

    /// - Parameter doubtedSince: as an earlier run left it.
    init(believedWall: WallTime, doubtedSince: Timestamp? = nil) {
        self.believedWall = believedWall
        steppedAt = doubtedSince
    }

    /// Since when the clock is doubted; nil while it is believed.
    func doubtedSince(wall: WallTime, at now: Timestamp) -> Timestamp? {
        switch verdict(wall, now) {
        case .agrees: nil
        case .disagrees: steppedAt ?? disagreedAt ?? now
        case .nobodySays:
            steppedAt.flatMap { now < $0.adding(milliseconds: Self.doubtMilliseconds) ? $0 : nil }
        }
    }

    func expiryWall(wall: WallTime, at now: Timestamp) -> WallTime {
        doubtedSince(wall: wall, at: now) == nil ? wall : believedWall
    }

    /// How far the clock is ahead of most that were heard; nil when nobody was.
    func offBySeconds(wall: WallTime, at now: Timestamp) -> Int? {
        let offset = wall.milliseconds.subtractingSaturated(now.milliseconds)
        let differences = heard(now).map { offset.subtractingSaturated($0.offsetMilliseconds) }.sorted()
        return differences.isEmpty ? nil : Int(differences[differences.count / 2] / 1000)
    }

    mutating func stepped(wall: WallTime, at now: Timestamp) {
        steppedAt = now
    }

    mutating func hear(_ date: WallTime, from endpointID: Int64, wall: WallTime, at now: Timestamp) {
        witnesses.removeAll { $0.endpointID == endpointID }
        witnesses.append(
            Witness(
                endpointID: endpointID,
                at: now,
                offsetMilliseconds: date.milliseconds.subtractingSaturated(now.milliseconds)
            )
        )
        if witnesses.count > Self.witnessLimit { witnesses.removeFirst() }
        observe(wall: wall, at: now)
    }

    /// Notes what is believed by now.
    mutating func observe(wall: WallTime, at now: Timestamp) {
        guard let since = doubtedSince(wall: wall, at: now) else {
            steppedAt = nil
            disagreedAt = nil
            believedWall = wall
            return
        }
        disagreedAt = disagreedAt ?? since
    }

    private enum Verdict {
        case agrees
        case disagrees
        case nobodySays
    }

    private func heard(_ now: Timestamp) -> [Witness] {
        witnesses.filter { now < $0.at.adding(milliseconds: Self.memoryMilliseconds) }
    }

    private func verdict(_ wall: WallTime, _ now: Timestamp) -> Verdict {
        let offset = wall.milliseconds.subtractingSaturated(now.milliseconds)
        let heard = heard(now)
        guard !heard.isEmpty else { return .nobodySays }
        let agreeing = heard.count { witness in
            offset.subtractingSaturated(witness.offsetMilliseconds).magnitude <= UInt64(Self.agreementMilliseconds)
        }
        return agreeing * 2 > heard.count ? .agrees : .disagrees
    }
}
