/// One tap of a played member, some time after the one before it.
package struct PlannedAction: Equatable, Sendable {
    /// Counted from the action before, or from the notice.
    package let delaySeconds: Double
    package let action: PlayedAction
}
