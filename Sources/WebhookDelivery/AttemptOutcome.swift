/// What becomes of a delivery after an attempt; all but `retry` are final.
package enum AttemptOutcome: Hashable, Sendable {
    case sent
    /// The courier keeps the job and tries again at this moment (elapsed milliseconds).
    case retry(at: Int64, DeliveryFailure)
    case gaveUp(DeliveryFailure)
    /// The notice was withdrawn before it was delivered.
    case cancelled

    package var isFinal: Bool {
        switch self {
        case .retry: false
        case .sent, .gaveUp, .cancelled: true
        }
    }
}
