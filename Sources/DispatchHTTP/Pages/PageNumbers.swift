import DispatchService

/// Distances, times and phone numbers as pages write them; distances and times as notices do.
enum PageNumbers {
    static func distance(meters: Double, in language: PageLanguage) -> String {
        PlainNumbers.distance(meters: meters, in: language.ofNotices)
    }

    static func minutes(seconds: Double, in language: PageLanguage) -> String {
        PlainNumbers.minutes(seconds: seconds, in: language.ofNotices)
    }

    static func answerBy(_ clock: String, in language: PageLanguage) -> String {
        switch language {
        case .chinese: "请在 \(clock) 前答复"
        case .english: "Please answer by \(clock)"
        }
    }

    /// The number of the day, by which a request is named on the phone.
    static func ofTheDay(_ number: Int, in language: PageLanguage) -> String {
        switch language {
        case .chinese: "第 \(number) 号"
        case .english: "no. \(number)"
        }
    }

    /// The digits of a phone number, for `tel:`; none when it has none.
    static func dialled(_ text: String) -> String? {
        let digits = text.filter { $0.isASCII && $0.isNumber }
        return digits.isEmpty ? nil : (text.first == "+" ? "+" : "") + digits
    }
}
