/// The rule that says whom to ask next for an open seat.
///
/// This is the one place where rules differ; everything else on the board is the same for all of them.
package enum SelectionRule: Equatable, Sendable {
    case simple(SimpleSelection)

    /// Whom to ask now for this seat of this request.
    ///
    /// - Parameter taken: Members already chosen in the same decision.
    func select(for seat: Seat, of request: HelpRequest, on board: Board, taken: [MemberID]) -> Selection {
        switch self {
        case .simple(let rule): rule.select(for: seat, of: request, on: board, taken: taken)
        }
    }
}

/// What a rule found for one open seat.
struct Selection: Equatable {
    struct Choice: Equatable {
        let approach: Roster.Approach
        let reason: Offer.Reason
    }

    var choices: [Choice] = []
    /// The rule wants more than it found.
    var isShort = false
}
