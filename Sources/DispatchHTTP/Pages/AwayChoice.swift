/// One moment until which a member may say they are away.
package struct AwayChoice: Hashable, Sendable {
    package enum Label: Hashable, Sendable {
        case hours(Int)
        case tonight
        case thisMorning
        case tomorrowMorning
        case tomorrowEvening

        func text(in language: PageLanguage) -> String {
            switch self {
            case .hours(let hours):
                switch language {
                case .chinese: "\(hours) \(PageText.hours.text(in: language))"
                case .english: hours == 1 ? "1 hour from now" : "\(hours) \(PageText.hours.text(in: language))"
                }
            case .tonight: PageText.tonight.text(in: language)
            case .thisMorning: PageText.thisMorning.text(in: language)
            case .tomorrowMorning: PageText.tomorrowMorning.text(in: language)
            case .tomorrowEvening: PageText.tomorrowEvening.text(in: language)
            }
        }
    }

    package var label: Label
    /// That moment by the clock on the wall: `20:00`.
    package var clock: String
    /// What the form sends as `until`; the page does not read it.
    package var value: String

    package init(label: Label, clock: String, value: String) {
        self.label = label
        self.clock = clock
        self.value = value
    }
}
