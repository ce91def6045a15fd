/// What is believed before anything has been learned, and how much it counts.
///
/// Means and medians are the middle of what programmes publish: acceptance 0.17 to 0.47 with 0.55 to 0.80 in small
/// committed networks, turnout median 105 s (Region der Lebensretter, 2024), a tenth to a quarter of those who accept never
/// arriving.
package struct Priors: Equatable, Sendable {
    /// The chance that a member accepts. Range 0.02…0.98.
    package var acceptance = 0.35
    /// It counts like so many offers to the member: few, so that a member shows soon how they are.
    package var acceptanceWeight = 3.0
    /// Of those who do not accept, the share who say no.
    package var declineShare = 0.25
    /// The median time from delivery to the accept, in seconds.
    package var answerMedianSeconds = 25.0
    package var answerSigma = 0.9
    package var turnoutSigma = 0.5
    /// The chance that somebody who accepted never comes. Range 0…0.9.
    package var noShow = 0.1
    /// Priors of the county's numbers count like so many observations.
    package var countyWeight = 50.0

    package init() {}
}
