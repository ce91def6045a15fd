/// What is known of a member from what they and the county have done.
package struct LearnedView: Hashable, Sendable, Codable {
    /// The chance that they accept when asked now, 0 to 1.
    package var acceptance: Double
    /// Accepts and offers that it comes from, older ones counting for less.
    package var accepts: Double
    package var offers: Double
    /// Of all members together, as are the two that follow.
    package var answerMedianSeconds: Int
    package var turnoutMedianSeconds: Int
    /// The chance that somebody who accepted never comes.
    package var noShow: Double
    /// Of all who travel as they do.
    package var metersPerSecond: Double
    /// Alerts in the last seven days.
    package var alerts: Int
    package var restsUntil: WireTime?

    package init(
        acceptance: Double,
        accepts: Double,
        offers: Double,
        answerMedianSeconds: Int,
        turnoutMedianSeconds: Int,
        noShow: Double,
        metersPerSecond: Double,
        alerts: Int,
        restsUntil: WireTime? = nil
    ) {
        self.acceptance = acceptance
        self.accepts = accepts
        self.offers = offers
        self.answerMedianSeconds = answerMedianSeconds
        self.turnoutMedianSeconds = turnoutMedianSeconds
        self.noShow = noShow
        self.metersPerSecond = metersPerSecond
        self.alerts = alerts
        self.restsUntil = restsUntil
    }
}
