import DispatchWire

/// Times and spans as people read them.
enum Interval {
    /// The county's time is China's, all year.
    private static let utcOffsetMilliseconds: Int64 = 8 * 3_600_000

    /// `3:05`, or `1:02:07` from an hour on.
    static func text(seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = seconds / 60
        guard minutes >= 60 else { return "\(minutes):\(two(seconds % 60))" }
        return "\(minutes / 60):\(two(minutes % 60)):\(two(seconds % 60))"
    }

    static func text(from start: WireTime, to end: WireTime) -> String {
        text(seconds: Int((end.milliseconds - start.milliseconds + 500) / 1_000))
    }

    /// The time of day in the county: `19:02:41`.
    static func clock(_ time: WireTime) -> String {
        String(WireTime(milliseconds: time.milliseconds + utcOffsetMilliseconds).description.dropFirst(11).prefix(8))
    }
}
