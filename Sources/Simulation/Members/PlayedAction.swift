package import DispatchCore

/// What a played member taps.
package enum PlayedAction: Hashable, Sendable {
    case accept
    case decline
    case step(Step)

    /// The word that the callback takes.
    package var word: String {
        switch self {
        case .accept: "accept"
        case .decline: "decline"
        case .step(let step): step.rawValue
        }
    }
}
