/// Who may be alerted for a request, as far as the search by traits does not know.
extension Board {
    /// Whether this member may be alerted for this request.
    ///
    /// Not twice, not for a category they are exempt from, and, but for what is immediate, not in their quiet hours and
    /// not when it is their turn to be spared.
    func mayAlert(_ member: Member, for request: HelpRequest, at now: Timestamp) -> Bool {
        request.mayAsk(member.id) && reserve(of: member, for: request, at: now) == nil
    }

    /// Why somebody who could come is spared: an exemption, quiet hours, rest after an assignment, or their share of
    /// alerts. Only the rule that weighs alerts lets people rest.
    func reserve(of member: Member, for request: HelpRequest, at now: Timestamp) -> Obstacle? {
        if member.exemptCategories.contains(request.category) { return .exempt }
        guard request.urgency != .immediate else { return nil }
        let minute = wall(at: now).localMinute(utcOffsetSeconds: utcOffsetSeconds)
        if let hours = member.quietHours, hours.contains(minute: minute) { return .quietHours(hours) }
        guard policy.selection.sendsBackups else { return nil }
        let rested = member.history.lastAssignmentEndedAt?.adding(seconds: policy.fairness.restSeconds)
        if let rested, now < rested { return .resting(until: rested) }
        let alerts = member.history.alerts.total(onDay: localDay(at: now))
        return alerts >= policy.fairness.weeklyAlertLimit ? .capped(alerts: alerts) : nil
    }

    func mayAlert(_ id: MemberID, for request: HelpRequest, at now: Timestamp) -> Bool {
        roster.member(id).map { mayAlert($0, for: request, at: now) } ?? false
    }
}

extension HelpRequest {
    /// Whether this member may be asked (again) for this request.
    ///
    /// Not while an offer is open or they go, and not after a no, silence to the end, an unreachable endpoint, or a seat
    /// given back; but those who were told that others go, or who have done their part, may be asked once the seat is open
    /// anew.
    func mayAsk(_ memberID: MemberID) -> Bool {
        offers.allSatisfy { $0.memberID != memberID || mayAskAgain(after: $0) }
    }

    /// Whether this offer is no reason not to ask its member again.
    func mayAskAgain(after offer: Offer) -> Bool {
        offer.state == .withdrawn || wasThanked(for: offer)
    }

    private func wasThanked(for offer: Offer) -> Bool {
        guard offer.state == .accepted, let seat = seat(offer.seatID), seat.round > offer.round else { return false }
        switch assignment(of: offer.id)?.state {
        case .stoodDown, .cleared: return true
        case .accepted, .enRoute, .onScene, .transporting, .atFacility, .admitted, .discharged, .released, .noShow, nil:
            return false
        }
    }
}
