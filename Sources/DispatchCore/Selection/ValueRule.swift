/// The value of an alert: somebody is alerted when that is expected to bring the first arrival forward by enough seconds.
///
/// No fixed radius and no fixed number: waves, widening, topping up and sparse nights all follow from this one rule.
package struct ValueRule: Equatable, Sendable {
    /// What an alert and a drive must be worth, in seconds of the expected first arrival.
    package struct Worth: Equatable, Sendable {
        package var alertSeconds: Double
        package var goSeconds: Double

        package init(alertSeconds: Double, goSeconds: Double) {
            self.alertSeconds = alertSeconds
            self.goSeconds = goSeconds
        }
    }

    package var immediate = Worth(alertSeconds: 1.4, goSeconds: 0.5)
    package var urgent = Worth(alertSeconds: 5, goSeconds: 5)
    /// Scheduled requests count as routine.
    package var routine = Worth(alertSeconds: 30, goSeconds: 20)
    /// B: an arrival later than this from now counts as none.
    package var horizonSeconds = 900
    /// Candidates weighed for a seat. Range 8…512.
    package var candidateCount = 64
    /// A pending offer is weighed again this often.
    package var reevaluationSeconds = 5

    /// More candidates are taken until so many are expected to accept …
    static let wantedAcceptances = 4.0
    /// … or there are this many.
    static let candidateLimit = 512
    /// While those who were asked come with less than this chance together, it is as if nobody had been asked.
    static let negligibleChance = 0.05
    /// How often the horizon is doubled, at the most, until somebody is worth an alert: a quarter of an hour becomes ten
    /// days.
    static let horizonDoublings = 10
    /// Somebody going is stood down, and a pending offer withdrawn, when they are, or would be if they said yes this
    /// moment, worth less than this part of a drive: less than what sends them, so that nobody is sent and called back
    /// by a breath of wind.
    static let dismissalShare = 0.5
    /// Somebody going who is not there yet is weighed again this often.
    static let goingReevaluationSeconds = 30
    /// A request with nobody to ask is looked at again this often: rests and quiet hours end by themselves.
    static let unansweredReevaluationSeconds = 60

    package init() {}

    package func worth(_ urgency: Urgency) -> Worth {
        switch urgency {
        case .immediate: immediate
        case .urgent: urgent
        case .routine, .scheduled: routine
        }
    }
}
