package import DispatchCore

/// How the members of a county behave on the whole; each played member deviates in their own way.
///
/// The turnout is the published median of lay responders alerted by app (Region der Lebensretter, 2024); the other
/// figures are assumptions of the same order.
package struct MemberHabits: Equatable, Sendable {
    /// How many of the offers are accepted, 0…1.
    package var meanAcceptance = 0.45
    /// Of those who do not accept, how many say so rather than stay silent.
    package var declineShare = 0.3
    /// Of those who accept, how many never set out.
    package var noShowChance = 0.1
    /// Of those who are told in time that they are not needed, how many tap the old message all the same.
    package var missedWithdrawalChance = 0.25
    /// How often a step's button is skipped; the next one implies it.
    package var skippedStepChance = 0.05

    /// From the notice to the answer.
    package var answer = LogNormal(medianSeconds: 25, sigma: 0.9)
    /// From the accept to setting out.
    package var turnout = LogNormal(medianSeconds: 105, sigma: 0.5)
    /// The real way against the daemon's estimate of it.
    package var travelFactor = LogNormal(medianSeconds: 1, sigma: 0.25)
    /// At the door, until the work is done.
    package var visit = LogNormal(medianSeconds: 900, sigma: 0.4)
    /// At the door, until the patient is in the car.
    package var boarding = LogNormal(medianSeconds: 240, sigma: 0.4)
    /// To the hospital in the county seat.
    package var drive = LogNormal(medianSeconds: 720, sigma: 0.3)
    package var admission = LogNormal(medianSeconds: 480, sigma: 0.4)
    /// In hospital. Days in life; a quarter of an hour here, so that somebody who watches sees the end.
    package var stay = LogNormal(medianSeconds: 900, sigma: 0.3)
    /// From the discharge until the patient is home.
    package var homeward = LogNormal(medianSeconds: 600, sigma: 0.3)

    package init() {}
}
