import DispatchCore

/// Distances and times in words, no more exact than they are.
package enum PlainNumbers {
    /// Under a kilometre in steps of 50 m, above it with one decimal place, from 10 km on in whole kilometres.
    package static func distance(meters: Double, in language: NoticeLanguage) -> String {
        let meters = max(0, meters)
        let steps = max(1, Int(nearest: meters / 50))
        let number: String
        let isMeters = steps < 20
        if isMeters {
            number = String(steps * 50)
        } else {
            let tenths = Int(nearest: meters / 100)
            number = tenths < 100 && tenths % 10 != 0 ? "\(tenths / 10).\(tenths % 10)" : "\((tenths + 5) / 10)"
        }
        return switch language {
        case .chinese: isMeters ? "\(number) 米" : "\(number) 公里"
        case .english: isMeters ? "\(number) m" : "\(number) km"
        }
    }

    /// Whole minutes, rounded up: nobody is late by our rounding.
    package static func minutes(seconds: Double, in language: NoticeLanguage) -> String {
        let minutes = max(1, Int(nearest: (max(0, seconds) / 60).rounded(.up)))
        return switch language {
        case .chinese: "\(minutes) 分钟"
        case .english: "\(minutes) min"
        }
    }
}
