/// When an endpoint asks to be asked again: the value of `Retry-After` (RFC 9110, section 10.2.3).
package enum RetryAfter: Hashable, Sendable {
    case seconds(Int64)
    /// Milliseconds since 1970, by the wall; the courier turns it into elapsed time.
    case date(Int64)

    /// Reads seconds or a date in the one form a sender may write, `Sun, 06 Nov 1994 08:49:37 GMT`; `nil` for others.
    package init?(_ text: String) {
        if !text.isEmpty, text.utf8.count <= 9, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            guard let seconds = Int64(text) else { return nil }
            self = .seconds(seconds)
        } else if let milliseconds = RetryAfter.milliseconds(ofDate: text) {
            self = .date(milliseconds)
        } else {
            return nil
        }
    }

    /// The moment asked for, by the caller's clock.
    func moment(now: Int64) -> Int64 {
        switch self {
        case .seconds(let seconds): now + seconds * 1_000
        case .date(let milliseconds): milliseconds
        }
    }

    /// IMF-fixdate (RFC 9110, section 5.6.7); the name of the day is not checked.
    static func milliseconds(ofDate text: String) -> Int64? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].count == 4, parts[0].last == ",", parts[5] == "GMT" else { return nil }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard parts[1].count == 2, parts[3].count == 4, clock.count == 3, clock.allSatisfy({ $0.count == 2 }),
            let day = Int64(parts[1]), (1...31).contains(day),
            let month = months.firstIndex(of: String(parts[2])),
            let year = Int64(parts[3]), year >= 1970,
            let hour = Int64(clock[0]), (0...23).contains(hour),
            let minute = Int64(clock[1]), (0...59).contains(minute),
            let second = Int64(clock[2]), (0...60).contains(second)
        else { return nil }
        let days = days(year, Int64(month) + 1, day)
        return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000
    }

    /// Days from 1970-01-01 in the Gregorian calendar, counting years from March so that the leap day is the last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayNumber = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear
        return dayNumber - 719_468
    }
}
