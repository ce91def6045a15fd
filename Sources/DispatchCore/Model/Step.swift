/// One step of an assignment after it was accepted, in the order in which a case runs.
package enum Step: String, CaseIterable, Codable, Sendable, Comparable {
    case enRoute = "en-route"
    case onScene = "on-scene"
    case transporting
    case atFacility = "at-facility"
    case admitted
    case discharged
    case cleared

    /// The place in the order; a later step implies all earlier ones, since people skip buttons.
    package var order: Int {
        switch self {
        case .enRoute: 0
        case .onScene: 1
        case .transporting: 2
        case .atFacility: 3
        case .admitted: 4
        case .discharged: 5
        case .cleared: 6
        }
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.order < right.order
    }
}
