import Glibc

/// The `Date` header field (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The moment of the call by the machine's own clock, whatever clock the dispatch runs on.
    static func now() -> String {
        text(secondsSince1970: time(nil))
    }

    /// - Parameter seconds: not before 1970.
    static func text(secondsSince1970 seconds: Int) -> String {
        // Days to civil date after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March.
        let days = seconds / 86_400
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)

        let secondOfDay = seconds % 86_400
        let time = [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60].map(twoDigits)
        // 1 January 1970 was a Thursday.
        return """
            \(weekdays[(days + 4) % 7]), \(twoDigits(day)) \(months[month - 1]) \(year) \
            \(time[0]):\(time[1]):\(time[2]) GMT
            """
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
