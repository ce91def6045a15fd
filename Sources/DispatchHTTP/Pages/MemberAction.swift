/// What a member can set on their own page; the raw value is what the form sends as `action`.
package enum MemberAction: String, CaseIterable, Sendable {
    case goOnDuty = "duty-on"
    case goOffDuty = "duty-off"
    /// Comes with `until`, the value of an ``AwayChoice``.
    case goAway = "away"
}
