/// What a member can answer with one tap; the raw value is what the form sends as `action`.
package enum PageAction: String, CaseIterable, Sendable {
    case accept
    case decline
    case enRoute = "en-route"
    case onScene = "on-scene"
    case transporting
    case atFacility = "at-facility"
    case admitted
    case discharged
    case cleared
    case release

    /// What stands on the button, in the first person: the member says it.
    var label: PageText {
        switch self {
        case .accept: .accept
        case .decline: .decline
        case .enRoute: .enRoute
        case .onScene: .onScene
        case .transporting: .transporting
        case .atFacility: .atFacility
        case .admitted: .admitted
        case .discharged: .discharged
        case .cleared: .cleared
        case .release: .release
        }
    }
}
