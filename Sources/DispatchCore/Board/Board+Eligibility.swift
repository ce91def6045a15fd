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
    /// Not while an offer is open or they go, and not after a no, silence to the end, an unreachable endpoint, or a seat
    /// given back; but those who were told that others go, or who have done their part, may be asked once the seat is open
    /// anew.
    func mayAsk(_ memberID: MemberID) -> Bool {
        offers.allSatisfy { $0.memberID != memberID || $0.state == .withdrawn || wasThanked(for: $0) }
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
