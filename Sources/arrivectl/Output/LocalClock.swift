import DispatchWire
import Glibc

/// Turns moments into the time of day of whoever reads.
struct LocalClock: Sendable {
    /// Seconds that local time is ahead of UTC at a moment, in milliseconds since 1970.
    let offsetSeconds: @Sendable (Int64) -> Int

    /// The time zone of this machine.
    static let system = LocalClock { milliseconds in
        var seconds = time_t(milliseconds / 1_000)
        var parts = unsafe tm()
        // A null result means a year beyond what `tm` holds: such a moment is shown in UTC.
        guard unsafe localtime_r(&seconds, &parts) != nil else { return 0 }
        return unsafe parts.tm_gmtoff
    }

    /// Hours, minutes and seconds: `08:30:20`.
    func time(_ moment: WireTime) -> String {
        String(local(moment).dropFirst(11).prefix(8))
    }

    /// Month, day, hours and minutes: `06-01 08:30`.
    func dayAndTime(_ moment: WireTime) -> String {
        let text = local(moment)
        return "\(text.dropFirst(5).prefix(5)) \(text.dropFirst(11).prefix(5))"
    }

    /// Year, month and day: `2025-06-01`.
    func date(_ moment: WireTime) -> String {
        String(local(moment).prefix(10))
    }

    private func local(_ moment: WireTime) -> String {
        let offset = Int64(offsetSeconds(moment.milliseconds)) * 1_000
        return RFC3339.text(ofMilliseconds: moment.milliseconds + offset)
    }
}
