/// Who may be alerted for a request, as far as the search by traits does not know.
extension Board {
    /// Whether this member may be alerted for this request.
    ///
    /// Not twice, not for a category they are exempt from, and, but for what is immediate, not in their quiet hours and
    /// not when it is their turn to be spared.
    func mayAlert(_ member: Member, for request: HelpRequest, at now: Timestamp) -> Bool {
        guard request.mayAsk(member.id), !member.exemptCategories.contains(request.category) else { return false }
        guard request.urgency != .immediate else { return true }
        let minute = now.localMinute(utcOffsetSeconds: utcOffsetSeconds)
        return !(member.quietHours?.contains(minute: minute) ?? false) && !isSpared(member, at: now)
    }

    func mayAlert(_ id: MemberID, for request: HelpRequest, at now: Timestamp) -> Bool {
        roster.member(id).map { mayAlert($0, for: request, at: now) } ?? false
    }

    /// Whether somebody rests after an assignment or has had their share of alerts; only the rule that weighs alerts
    /// spares people.
    private func isSpared(_ member: Member, at now: Timestamp) -> Bool {
        guard policy.selection.sendsBackups else { return false }
        let fairness = policy.fairness
        if let ended = member.history.lastAssignmentEndedAt, now < ended.adding(seconds: fairness.restSeconds) {
            return true
        }
        let today = now.localDay(utcOffsetSeconds: utcOffsetSeconds)
        return member.history.alerts.total(onDay: today) >= fairness.weeklyAlertLimit
    }
}

extension HelpRequest {
    /// Whether this member may be asked (again) for this request.
    ///
    /// Not while an offer is open or was accepted, and not after a no, silence to the end or an unreachable endpoint;
    /// but those who were told that others go may be asked once they are needed again.
    func mayAsk(_ memberID: MemberID) -> Bool {
        offers.allSatisfy { $0.memberID != memberID || $0.state == .withdrawn }
    }
}
