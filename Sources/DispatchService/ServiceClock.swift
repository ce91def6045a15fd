package import DispatchCore
import Glibc

/// The daemon's clock: wall time for what is stored, the monotonic clock for waiting.
///
/// A demonstration may let it run faster; then a minute of the clock takes less than a minute.
package struct ServiceClock: Sendable {
    /// The range of rates: below 1 a county would wait for its clock, above 1,000 the machine cannot follow.
    package static let rateRange = 1.0...1000.0

    package let rate: Double
    private let startWall: Int64
    private let startMonotonic: Int64

    package init(rate: Double = 1) {
        self.rate = rate
        startWall = Self.wallMilliseconds
        startMonotonic = Self.monotonicMilliseconds
    }

    /// The time, in milliseconds since 1970.
    package var milliseconds: Int64 {
        guard rate != 1 else { return Self.wallMilliseconds }
        return startWall + Int64(Double(Self.monotonicMilliseconds - startMonotonic) * rate)
    }

    package var now: Timestamp { Timestamp(milliseconds: milliseconds) }

    /// Time that really passed, in milliseconds of this clock, since some moment before the start.
    var elapsedMilliseconds: Int64 {
        Int64(Double(Self.monotonicMilliseconds - startMonotonic) * rate)
    }

    /// How long the machine takes for this much of the clock's time.
    package func duration(ofMilliseconds milliseconds: Int64) -> Duration {
        .milliseconds(Double(milliseconds) / rate)
    }

    private static var wallMilliseconds: Int64 { read(CLOCK_REALTIME) }
    private static var monotonicMilliseconds: Int64 { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // It fails only for a clock that does not exist.
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
