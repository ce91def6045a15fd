/// A moment of the county's elapsed time, in milliseconds.
///
/// It grows by what really passed, whatever happens to the wall clock: everything that is counted from an event (silence,
/// the ladder, retries, the life of offers, links and keys) runs on it. It began equal to milliseconds since 1970 when the store was
/// made, so the two differ only by the steps that the wall clock has made since; `ClockHistory` says by how much. The core
/// is told the time; it never reads a clock.
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

    /// Stops at the ends of the range: entries of a journal and settings name any number.
    package func adding(milliseconds more: Int64) -> Self {
        Self(milliseconds: milliseconds.addingSaturated(more))
    }

    /// How many seconds lie between an earlier moment and this one; negative when `earlier` is the later one.
    package func seconds(since earlier: Self) -> Double {
        Double(milliseconds.subtractingSaturated(earlier.milliseconds)) / 1000
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

extension Int64 {
    /// The sum, or the end of the range that it would pass.
    package func addingSaturated(_ more: Int64) -> Int64 {
        let (sum, hasOverflowed) = addingReportingOverflow(more)
        return hasOverflowed ? (more > 0 ? .max : .min) : sum
    }

    /// The difference, or the end of the range that it would pass.
    package func subtractingSaturated(_ less: Int64) -> Int64 {
        let (difference, hasOverflowed) = subtractingReportingOverflow(less)
        return hasOverflowed ? (less > 0 ? .min : .max) : difference
    }
}
