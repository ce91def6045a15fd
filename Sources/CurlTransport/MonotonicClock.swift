import Glibc

/// A clock that never goes back, for waits.
package enum MonotonicClock {
    /// Milliseconds since some moment of the past.
    package static var milliseconds: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
