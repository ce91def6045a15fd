/// A moment as clocks on walls show it, in milliseconds since 1970-01-01T00:00:00Z.
///
/// What people say and read is wall time: when a scheduled request is due, until when a member is away, quiet hours, days and
/// weeks, when a token expires. What is counted from an event is a ``Timestamp``.
package struct WallTime: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package func adding(seconds: Int) -> Self {
        adding(milliseconds: Int64(seconds) * 1000)
    }

    /// Stops at the ends of the range.
    package func adding(milliseconds more: Int64) -> Self {
        Self(milliseconds: milliseconds.addingSaturated(more))
    }

    /// How many seconds lie between an earlier moment and this one; negative when `earlier` is the later one.
    package func seconds(since earlier: Self) -> Double {
        Double(milliseconds.subtractingSaturated(earlier.milliseconds)) / 1000
    }

    /// The local hour of the day, 0 to 23.
    package func localHour(utcOffsetSeconds: Int) -> Int {
        localMinute(utcOffsetSeconds: utcOffsetSeconds) / 60
    }

    /// Local minutes since midnight, 0 to 1439.
    package func localMinute(utcOffsetSeconds: Int) -> Int {
        let local = milliseconds.addingSaturated(Int64(utcOffsetSeconds) * 1000)
        let day: Int64 = 86_400_000
        return Int(((local % day) + day) % day / 60_000)
    }

    /// The local calendar day as a count of days since 1970-01-01, for numbers that start again each morning.
    package func localDay(utcOffsetSeconds: Int) -> Int {
        let local = milliseconds.addingSaturated(Int64(utcOffsetSeconds) * 1000)
        return Int((Double(local) / 86_400_000).rounded(.down))
    }
}

extension WallTime: Codable {
    package init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}
