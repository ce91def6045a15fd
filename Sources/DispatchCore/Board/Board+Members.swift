/// Duty, absence, position, and a new roster.
extension Board {
    func decideChange(of id: MemberID, _ change: MemberChange, at now: Timestamp) throws(Refusal) -> Decision {
        guard let member = roster.member(id) else { throw .unknownMember(id) }
        var decision = Decision()
        var awayUntil = member.awayUntil
        if let until = change.awayUntil { awayUntil = until.flatMap { $0 > wall(at: now) ? $0 : nil } }
        // Coming on duty ends an absence, unless a new one was given with it.
        if change.isOnDuty == true, change.awayUntil == nil { awayUntil = nil }
        let changed = MemberDutyChanged(
            memberID: id,
            isOnDuty: change.isOnDuty ?? member.isOnDuty,
            awayUntil: awayUntil
        )
        if changed.isOnDuty != member.isOnDuty || changed.awayUntil != member.awayUntil {
            decision.events.append(.memberDutyChanged(changed))
            if !changed.isOnDuty || changed.awayUntil != nil { decision.append(withdrawPending(of: id)) }
        }
        if let position = change.position, position != member.position {
            decision.moves.append(Decision.Move(memberID: id, position: position))
        }
        return decision
    }

    /// The offers of somebody who cannot be asked any more; they know it, or are on no roster, and are told nothing.
    private func withdrawPending(of id: MemberID) -> Decision {
        var decision = Decision()
        for offerID in pendingOffersOfMember[id] ?? [] {
            guard let requestID = placeOfOffer[offerID]?.requestID else { continue }
            decision.events.append(
                .offerWithdrawn(
                    OfferWithdrawn(requestID: requestID, offerID: offerID, memberID: id, reason: .memberUnavailable)
                )
            )
            decision.cancelledNotices.append(offerID)
        }
        return decision
    }

    func decideResetting(_ id: MemberID?) throws(Refusal) -> Decision {
        if let id, roster.member(id) == nil { throw .unknownMember(id) }
        return Decision(events: [.learningReset(LearningReset(memberID: id))])
    }

    /// Refuses a roster that leaves out somebody with an assignment that is not over.
    func decideReplacing(_ replacement: RosterReplacement) throws(Refusal) -> Decision {
        var decision = Decision(events: [.rosterImported(replacement.imported)])
        guard let roster = replacement.roster else { return decision }
        for id in membersWithOpenAssignment.sorted() where self.roster.member(id) != nil && roster.member(id) == nil {
            throw .memberBusy(id, numbers: numbers(of: id))
        }
        for member in self.roster.members where member.pendingOfferCount > 0 && roster.member(member.id) == nil {
            decision.append(withdrawPending(of: member.id))
        }
        return decision
    }

    /// Members with an assignment that is not over: they stay on the roster whatever a list says.
    package var membersWithOpenAssignment: Set<MemberID> {
        var members: Set<MemberID> = []
        for request in requests.values where !request.state.isOver {
            for assignment in request.assignments where assignment.state.isLive { members.insert(assignment.memberID) }
        }
        return members
    }
}
