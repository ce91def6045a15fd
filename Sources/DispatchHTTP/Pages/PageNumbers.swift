/// Distances, times and phone numbers; distances and times in words, no more exact than they are.
enum PageNumbers {
    /// Under a kilometre in steps of 50 m, above it with one decimal place, from 10 km on in whole kilometres.
    static func distance(meters: Double, in language: PageLanguage) -> String {
        let meters = max(0, meters)
        let steps = max(1, Int((meters / 50).rounded()))
        let number: String
        let isMeters = steps < 20
        if isMeters {
            number = String(steps * 50)
        } else {
            let tenths = Int((meters / 100).rounded())
            number = tenths < 100 && tenths % 10 != 0 ? "\(tenths / 10).\(tenths % 10)" : "\((tenths + 5) / 10)"
        }
        return switch language {
        case .chinese: isMeters ? "\(number) 米" : "\(number) 公里"
        case .english: isMeters ? "\(number) m" : "\(number) km"
        }
    }

    /// Whole minutes, rounded up: nobody is late by our rounding.
    static func minutes(seconds: Double, in language: PageLanguage) -> String {
        let minutes = max(1, Int((max(0, seconds) / 60).rounded(.up)))
        return switch language {
        case .chinese: "\(minutes) 分钟"
        case .english: minutes == 1 ? "1 minute" : "\(minutes) minutes"
        }
    }

    /// The digits of a phone number, for `tel:`; none when it has none.
    static func dialled(_ text: String) -> String? {
        let digits = text.filter { $0.isASCII && $0.isNumber }
        return digits.isEmpty ? nil : (text.first == "+" ? "+" : "") + digits
    }
}
