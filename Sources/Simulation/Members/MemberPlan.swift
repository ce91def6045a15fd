/// What a played member is going to do about one offer.
package struct MemberPlan: Equatable, Sendable {
    /// Empty for those who stay silent; a lone `accept` for those who never come.
    package let actions: [PlannedAction]
    /// Whether a message that they are not needed stops them from answering.
    package let noticesWithdrawal: Bool

    /// Accepts and is never seen.
    package var isNoShow: Bool { actions.map(\.action) == [.accept] }
}
