/// A part of the day in which somebody is not to be called, in local time; it may go over midnight.
package struct QuietHours: Equatable, Sendable {
    /// Minutes since midnight, 0…1439.
    package let fromMinute: Int
    /// Minutes since midnight, 0…1439; another one than `fromMinute`.
    package let untilMinute: Int

    /// nil for minutes out of range, and for a span of no length.
    package init?(fromMinute: Int, untilMinute: Int) {
        let day = 0..<1_440
        guard day.contains(fromMinute), day.contains(untilMinute), fromMinute != untilMinute else { return nil }
        self.fromMinute = fromMinute
        self.untilMinute = untilMinute
    }

    /// Reads `22:00-06:00`; nil for anything else.
    package init?(text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let from = Self.minute(ends[0]), let until = Self.minute(ends[1]) else { return nil }
        self.init(fromMinute: from, untilMinute: until)
    }

    package var text: String { "\(Self.text(fromMinute))-\(Self.text(untilMinute))" }

    package func contains(minute: Int) -> Bool {
        fromMinute < untilMinute
            ? (fromMinute..<untilMinute).contains(minute) : minute >= fromMinute || minute < untilMinute
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }

    private static func text(_ minute: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }
}
