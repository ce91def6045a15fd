/// How soon somebody must be there, as the pages show it; raw values as in the API.
package enum PageUrgency: String, CaseIterable, Sendable {
    case immediate
    case urgent
    case routine
    case scheduled

    var label: PageText {
        switch self {
        case .immediate: .immediate
        case .urgent: .urgent
        case .routine: .routine
        case .scheduled: .scheduled
        }
    }
}
