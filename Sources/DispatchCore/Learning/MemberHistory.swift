/// What the county knows of one member from what they have done.
package struct MemberHistory: Equatable, Codable, Sendable {
    /// Accepts out of offers that came to an answer or to a silence that tells as much.
    package var acceptance = Tally()
    /// Alerts of the last days.
    package var alerts = AlertCount()
    /// When their last assignment ended; nil if there was none.
    package var lastAssignmentEndedAt: Timestamp?

    package init() {}

    package init(acceptance: Tally, alerts: AlertCount, lastAssignmentEndedAt: Timestamp?) {
        self.acceptance = acceptance
        self.alerts = alerts
        self.lastAssignmentEndedAt = lastAssignmentEndedAt
    }
}

/// How many alerts somebody had on each of the last seven local days.
package struct AlertCount: Equatable, Codable, Sendable {
    package static let dayCount = 7
    /// Beyond all days and counts there can be, so that no sum of what was stored can leave the numbers.
    private static let dayLimit = 1_000_000_000
    private static let countLimit = 1_000_000_000

    /// The local day of the first count, in days since 1970.
    package private(set) var day = 0
    /// By day, the latest first; always `dayCount` of them.
    package private(set) var counts = [Int](repeating: 0, count: AlertCount.dayCount)

    package init() {}

    /// - Parameter counts: The latest first; cut or filled up to seven.
    package init(day: Int, counts: [Int]) {
        self.day = min(max(day, -Self.dayLimit), Self.dayLimit)
        self.counts = (counts + self.counts).prefix(Self.dayCount).map { min(max($0, 0), Self.countLimit) }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            day: try container.decode(Int.self, forKey: .day),
            counts: try container.decode([Int].self, forKey: .counts)
        )
    }

    mutating func add(onDay today: Int) {
        turn(to: today)
        counts[0] += 1
    }

    /// Alerts in the seven days that end with this one.
    package func total(onDay today: Int) -> Int {
        let passed = max(0, today - day)
        guard passed < Self.dayCount else { return 0 }
        return counts.prefix(Self.dayCount - passed).reduce(0, +)
    }

    /// Takes the latest day to be this one, when the calendar was set back.
    mutating func redate(to today: Int) { day = today }

    private mutating func turn(to today: Int) {
        let passed = today - day
        guard passed > 0 else { return }
        counts = Array(([Int](repeating: 0, count: min(passed, Self.dayCount)) + counts).prefix(Self.dayCount))
        day = today
    }
}
