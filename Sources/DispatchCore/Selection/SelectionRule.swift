/// The rule that says whom to ask next for an open seat.
///
/// This is the one place where rules differ; everything else on the board is the same for all of them.
package enum SelectionRule: Equatable, Sendable {
    case simple(SimpleSelection)
    case value(ValueRule)

    /// Whether more than one may be on the way for a seat.
    var sendsBackups: Bool {
        switch self {
        case .simple: false
        case .value: true
        }
    }
}

/// What the simple rule found for one open seat.
struct Selection: Equatable {
    struct Choice: Equatable {
        let approach: Roster.Approach
        let reason: Offer.Reason
    }

    var choices: [Choice] = []
    /// The rule wants more than it found.
    var isShort = false
}
