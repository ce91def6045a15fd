/// What is known of one member from what they and the county have done, as it counts at one moment.
package struct LearnedOfMember: Equatable, Sendable {
    /// The chance that they accept when asked now.
    package let acceptance: Double
    /// Accepts and offers that it comes from, older ones counting for less.
    package let accepts: Double
    package let offers: Double
    /// Of all members together: from the delivery to the accept, and from the accept to setting out.
    package let answerMedianSeconds: Double
    package let turnoutMedianSeconds: Double
    /// Of all members together: the chance that somebody who accepted never comes.
    package let noShow: Double
    /// Of all who travel as they do.
    package let metersPerSecond: Double
    /// Alerts in the last seven days.
    package let alertCount: Int
    /// When they may be alerted again after an assignment; nil when they need not rest.
    package let restsUntil: Timestamp?
}

extension Board {
    /// nil when there is no such member.
    package func learned(of id: MemberID, at now: Timestamp) -> LearnedOfMember? {
        guard let member = roster.member(id) else { return nil }
        let beliefs = beliefs(at: now)
        let rested = member.history.lastAssignmentEndedAt?.adding(seconds: policy.fairness.restSeconds)
        return LearnedOfMember(
            acceptance: beliefs.acceptance(of: member.history),
            accepts: member.history.acceptance.successes,
            offers: member.history.acceptance.trials,
            answerMedianSeconds: beliefs.answer.medianSeconds,
            turnoutMedianSeconds: beliefs.turnout.medianSeconds,
            noShow: beliefs.noShow,
            metersPerSecond: beliefs.metersPerSecond(by: member.transport),
            alertCount: member.history.alerts.total(onDay: localDay(at: now)),
            restsUntil: rested.flatMap { $0 > now ? $0 : nil }
        )
    }
}
