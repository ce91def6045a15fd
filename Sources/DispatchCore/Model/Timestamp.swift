/// A moment of wall-clock time in milliseconds since 1970-01-01T00:00:00Z.
///
/// It is the only form in which times are stored. The core is told the time; it never reads a clock.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package func adding(seconds: Int) -> Self {
        let (product, overflows) = Int64(seconds).multipliedReportingOverflow(by: 1000)
        return adding(milliseconds: overflows ? (seconds < 0 ? .min : .max) : product)
    }

    /// At the ends of what can be said it stays there: entries of a journal and settings name any number.
    package func adding(milliseconds more: Int64) -> Self {
        let (sum, overflows) = milliseconds.addingReportingOverflow(more)
        return Self(milliseconds: overflows ? (more < 0 ? .min : .max) : sum)
    }

    /// How many seconds lie between an earlier moment and this one; negative when `earlier` is the later one.
    package func seconds(since earlier: Self) -> Double {
        let (difference, overflows) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return (overflows ? Double(milliseconds) - Double(earlier.milliseconds) : Double(difference)) / 1000
    }

    /// The local hour of the day, 0 to 23.
    package func localHour(utcOffsetSeconds: Int) -> Int {
        localMinute(utcOffsetSeconds: utcOffsetSeconds) / 60
    }

    /// Local minutes since midnight, 0 to 1439.
    package func localMinute(utcOffsetSeconds: Int) -> Int {
        let local = adding(seconds: utcOffsetSeconds).milliseconds
        let day: Int64 = 86_400_000
        return Int(((local % day) + day) % day / 60_000)
    }

    /// The local calendar day as a count of days since 1970-01-01, for numbers that start again each morning.
    package func localDay(utcOffsetSeconds: Int) -> Int {
        let local = adding(seconds: utcOffsetSeconds).milliseconds
        return Int(nearest: (Double(local) / 86_400_000).rounded(.down))
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}
