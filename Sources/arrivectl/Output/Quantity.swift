import DispatchCore

/// Numbers as people say them.
enum Quantity {
    /// `410 m`, `1.9 km`.
    static func distance(meters: Int) -> String {
        guard meters >= 1_000 else { return "\(meters) m" }
        let tenths = (meters + 50) / 100
        return "\(tenths / 10).\(tenths % 10) km"
    }

    /// Minutes and seconds: `2:48`; hours before them if need be.
    static func duration(seconds: Int) -> String {
        let rest = twoDigits(seconds % 60)
        let minutes = seconds / 60
        return minutes < 60 ? "\(minutes):\(rest)" : "\(minutes / 60):\(twoDigits(minutes % 60)):\(rest)"
    }

    /// A count with a comma between thousands: `24,977`.
    static func count(_ number: Int) -> String {
        var text = ""
        for (position, digit) in String(number).reversed().enumerated() {
            if position > 0, position % 3 == 0, digit != "-" { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    /// A count with its noun: `1 village`, `531 villages`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Bytes in mebibytes with one digit after the point: `3.1 MiB`.
    static func mebibytes(_ bytes: Int) -> String {
        let tenths = (bytes * 10 + 524_288) / 1_048_576
        return "\(tenths / 10).\(tenths % 10) MiB"
    }

    /// A share in hundredths with one digit after the point, rounded down: only all are `100.0 %`.
    static func percent(_ share: Double) -> String {
        // Products such as 0.29 * 1000 lie just below the whole number that is meant.
        let tenths = Int(nearest: (share * 1_000 + 1e-6).rounded(.down))
        return "\(tenths / 10).\(tenths % 10) %"
    }

    /// A number that is not negative, with this many digits after the point: `2.5`.
    static func decimal(_ number: Double, places: Int) -> String {
        let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
        let parts = Int(nearest: number * Double(scale))
        let fraction = String(parts % scale)
        let zeros = String(repeating: "0", count: max(0, places - fraction.utf8.count))
        return places == 0 ? String(parts) : "\(parts / scale).\(zeros)\(fraction)"
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }

    /// A number with one decimal place, without a needless zero.
    static func tenths(_ number: Double) -> String {
        let tenths = Int(nearest: number * 10)
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
