/// How soon somebody must be there.
package enum Urgency: String, CaseIterable, Codable, Sendable {
    case immediate
    case urgent
    case routine
    /// At a time in the future; asks nobody before its lead time.
    case scheduled

    /// The order in which requests that are due at once are served; the lowest goes first.
    package var rank: Int {
        switch self {
        case .immediate: 0
        case .urgent: 1
        case .routine: 2
        case .scheduled: 3
        }
    }
}
