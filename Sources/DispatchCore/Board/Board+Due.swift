/// What follows from the passing of time.
extension Board {
    /// The desk that is to be called, offers that expired or stay silent, and members who are late with a step.
    ///
    /// - Parameter limit: No more is begun when this many events have come about.
    /// - Returns: What follows, and whether it is all.
    func decidePassed<Generator>(
        _ id: RequestID,
        at now: Timestamp,
        atMost limit: Int,
        using ids: inout IdentifierSource<Generator>
    ) -> (decision: Decision, isWhole: Bool) {
        var decision = Decision()
        guard let request = requests[id], !request.state.isOver else { return (decision, true) }
        decision.append(climb(request, at: now, using: &ids))
        for offer in request.offers where offer.state == .pending {
            guard decision.events.count < limit else { return (decision, false) }
            if now >= offer.expiresAt {
                let expired = OfferExpired(requestID: request.id, offerID: offer.id, memberID: offer.memberID)
                decision.events.append(.offerExpired(expired))
                decision.cancelledNotices.append(offer.id)
            } else if offer.silence == nil, now >= offer.silenceDueAt {
                let silence: Offer.Silence = offer.deliveredAt == nil ? .unconfirmed : .noAnswer
                decision.events.append(.offerSilent(silent(offer, silence)))
            }
        }
        for assignment in request.assignments where assignment.isWatched {
            guard decision.events.count < limit else { return (decision, false) }
            if let due = assignment.stepDueAt, now >= due {
                decision.events.append(
                    .assignmentEnded(
                        AssignmentEnded(
                            requestID: request.id,
                            assignmentID: assignment.id,
                            memberID: assignment.memberID,
                            ending: .noShow
                        )
                    )
                )
                decision.events += promoteBackup(after: assignment, of: request, at: now)
                // One at a time: who is left to hold the seat follows from those who have gone before.
                return (decision, true)
            }
            guard let due = assignment.nudgeDueAt, now >= due else { continue }
            decision.append(nudge(assignment, of: request, at: now, using: &ids))
        }
        return (decision, true)
    }

    /// Reminds a member of the next step.
    private func nudge<Generator>(
        _ assignment: Assignment,
        of request: HelpRequest,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Decision {
        let nudged = AssignmentNudged(
            requestID: request.id,
            assignmentID: assignment.id,
            memberID: assignment.memberID,
            awaited: assignment.state == .accepted ? .enRoute : .onScene
        )
        var decision = Decision(events: [.assignmentNudged(nudged)])
        if let offer = request.offer(assignment.offerID) {
            decision.notices = notice(.assignmentNudged, about: offer, at: now, using: &ids)
        }
        return decision
    }

    /// An absence is over.
    func decideReturnFromAbsence(_ id: MemberID) -> Decision {
        guard let member = roster.member(id) else { return Decision() }
        let changed = MemberDutyChanged(memberID: id, isOnDuty: member.isOnDuty, awayUntil: nil)
        return Decision(events: [.memberDutyChanged(changed)])
    }
}
