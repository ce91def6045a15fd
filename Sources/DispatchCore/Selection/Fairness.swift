/// What keeps the same few from being called again and again. All of it is lifted for *immediate*.
package struct Fairness: Equatable, Sendable {
    /// Alerts that somebody gets in seven days at the most. Range 1…1,000.
    package var weeklyAlertLimit = 30
    /// Somebody whose assignment ended is left in peace for so long.
    package var restSeconds = 3_600
    /// How much dearer an alert becomes with each alert of the last seven days, as a part of `alertWorth`.
    package var alertCostShare = 0.1
    /// Contacts of the household are asked alone for so long, except for *immediate*, where they are asked with others.
    package var contactHeadStartSeconds = 30

    package init() {}
}
