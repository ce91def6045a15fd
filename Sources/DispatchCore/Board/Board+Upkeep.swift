/// What is not journaled but changes the board all the same.
extension Board {
    /// A member says where they are.
    package mutating func apply(_ move: Decision.Move) {
        changes.members.insert(move.memberID)
        roster.update(move.memberID) { $0.position = move.position }
    }

    /// Puts a new roster in the place of the old one; what members do at the moment is taken over.
    package mutating func replaceRoster(with roster: Roster, at now: Timestamp) {
        var roster = roster
        roster.inherit(from: self.roster)
        let leaving = self.roster.members.filter { roster.member($0.id) == nil }
        self.roster = roster
        for member in leaving { reschedule(.member(member.id)) }
        // Somebody who is on the roster again may still be away from the last time.
        for member in roster.members where member.awayUntil != nil { reschedule(.member(member.id)) }
        attendToShortRequests(at: now)
    }

    /// Takes a member off the roster at once, as an import that leaves them out does.
    ///
    /// Not part of the event: rosters are not journaled, so a replay begins with one that lacks them, or that a later list has
    /// brought them back to.
    package mutating func removeMember(_ id: MemberID) {
        roster.remove(id)
        changes.members.remove(id)
        changes.histories.remove(id)
        reschedule(.member(id))
    }

    /// Takes a new policy; it holds for every decision from now on.
    ///
    /// Deadlines that follow from the policy are derived anew, and every open request is looked at once, as after a restart.
    package mutating func replacePolicy(with policy: Policy, at now: Timestamp) {
        self.policy = policy
        for request in requests.values where !request.state.isOver {
            attend(to: request, at: now)
            reschedule(.request(request.id))
        }
    }

    package mutating func takeChanges() -> BoardChanges {
        defer { changes = BoardChanges() }
        return changes
    }

    mutating func remember(_ idempotency: Idempotency, opened requestID: RequestID, at now: Timestamp) {
        openedWithKey[IdempotencyKey(tokenID: idempotency.tokenID, key: idempotency.key)] = OpenedWithKey(
            bodyDigest: idempotency.bodyDigest,
            requestID: requestID,
            at: now
        )
    }

    /// Lets go of requests long over and of keys past their life; both stay in the tables as long as those keep them.
    package mutating func forgetEnded(at now: Timestamp) {
        let oldestEnd = now.adding(seconds: -Self.endedRequestRetentionSeconds)
        for request in requests.values where request.endedAt.map({ $0 < oldestEnd }) ?? false {
            letGo(request.id)
        }
        inOrder.removeAll { requests[$0] == nil }
        let oldestKey = now.adding(seconds: -Self.idempotencyLifeSeconds)
        openedWithKey = openedWithKey.filter { $0.value.at >= oldestKey }
    }

    /// Lets go of a request that is over.
    mutating func letGo(_ id: RequestID) {
        for offer in requests[id]?.offers ?? [] { placeOfOffer[offer.id] = nil }
        openers[id] = nil
        weighedAt[id] = nil
        heldBack[id] = nil
        backlog.remove(id)
        requests[id] = nil
    }
}
