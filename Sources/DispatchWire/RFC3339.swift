/// Times as text by RFC 3339, to the millisecond, without calendars, locales or clocks.
///
/// Taken are `2025-06-01T08:30:00Z` and its relatives: `t` and `z` in lower case, one to nine digits of a second (cut
/// after the third), an offset `+08:00`. Refused are a missing offset, a space for the `T`, a day that does not exist
/// and second 60: a leap second has no number in milliseconds since 1970. The day count is that of Howard Hinnant,
/// “chrono-compatible low-level date algorithms”.
package enum RFC3339 {
    /// A time as it should look, for messages.
    package static let example = "2025-06-01T08:30:00+08:00"

    /// The first and the last millisecond that four digits of a year can say.
    package static let bounds: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// The text of a time in UTC, always with three digits of a second, so that texts sort as times do.
    ///
    /// Times outside the years 0 to 9999 have no text and are moved to the nearest one that has.
    package static func text(ofMilliseconds time: Int64) -> String {
        let time = min(max(time, bounds.lowerBound), bounds.upperBound)
        let (days, inDay) = floorDivision(time, by: millisecondsPerDay)
        let date = civil(fromDays: days)
        let seconds = inDay / 1_000
        return digits(date.year, 4) + "-" + digits(date.month, 2) + "-" + digits(date.day, 2) + "T"
            + digits(seconds / 3_600, 2) + ":" + digits(seconds / 60 % 60, 2) + ":" + digits(seconds % 60, 2) + "."
            + digits(inDay % 1_000, 3) + "Z"
    }

    /// The milliseconds since 1970 that a text names; throws what is wrong with it.
    package static func milliseconds(of text: String) throws(WireTime.Fault) -> Int64 {
        var cursor = Cursor(bytes: Array(text.utf8))
        let year = try cursor.number(digits: 4)
        try cursor.take("-")
        let month = try cursor.number(digits: 2)
        try cursor.take("-")
        let day = try cursor.number(digits: 2)
        try cursor.take("T", or: "t")
        let hour = try cursor.number(digits: 2)
        try cursor.take(":")
        let minute = try cursor.number(digits: 2)
        try cursor.take(":")
        let second = try cursor.number(digits: 2)
        let fraction = try cursor.fractionMilliseconds()
        let offsetMinutes = try cursor.offsetMinutes()
        guard cursor.isAtEnd else { throw .malformed }
        guard (1...12).contains(month), (1...daysOf(month: month, year: year)).contains(day) else { throw .noSuchDay }
        guard hour < 24, minute < 60, second < 60 else { throw .noSuchTimeOfDay }
        let seconds = (hour * 60 + minute - offsetMinutes) * 60 + second
        let time = days(year: year, month: month, day: day) * millisecondsPerDay + seconds * 1_000 + fraction
        guard bounds.contains(time) else { throw .noSuchDay }
        return time
    }

    private static let millisecondsPerDay: Int64 = 86_400_000

    private static func daysOf(month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 to a date; eras of 400 years begin in March so that the leap day comes last.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let (era, yearOfEra) = floorDivision(month <= 2 ? year - 1 : year, by: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivision(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func floorDivision(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func digits(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    /// A place in the text, moving forward as parts are read.
    private struct Cursor {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }

        mutating func number(digits count: Int) throws(WireTime.Fault) -> Int64 {
            var value: Int64 = 0
            for _ in 0..<count {
                guard let digit = takeDigit() else { throw .malformed }
                value = value * 10 + digit
            }
            return value
        }

        mutating func takeDigit() -> Int64? {
            guard position < bytes.count, (0x30...0x39).contains(bytes[position]) else { return nil }
            position += 1
            return Int64(bytes[position - 1]) - 0x30
        }

        mutating func take(_ scalar: Unicode.Scalar, or other: Unicode.Scalar? = nil) throws(WireTime.Fault) {
            guard takes(scalar) || other.map({ takes($0) }) == true else { throw .malformed }
        }

        mutating func takes(_ scalar: Unicode.Scalar) -> Bool {
            guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
            position += 1
            return true
        }

        mutating func fractionMilliseconds() throws(WireTime.Fault) -> Int64 {
            guard takes(".") else { return 0 }
            var milliseconds: Int64 = 0
            var count = 0
            while let digit = takeDigit() {
                if count < 3 { milliseconds = milliseconds * 10 + digit }
                count += 1
            }
            guard (1...9).contains(count) else { throw .malformed }
            for _ in min(count, 3)..<3 { milliseconds *= 10 }
            return milliseconds
        }

        mutating func offsetMinutes() throws(WireTime.Fault) -> Int64 {
            if takes("Z") || takes("z") { return 0 }
            let isWest = takes("-")
            guard isWest || takes("+") else { throw .noOffset }
            let hours = try number(digits: 2)
            try take(":")
            let minutes = try number(digits: 2)
            guard hours < 24, minutes < 60 else { throw .noSuchTimeOfDay }
            return (hours * 60 + minutes) * (isWest ? -1 : 1)
        }
    }
}
