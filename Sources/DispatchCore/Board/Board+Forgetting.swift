/// What ends for good: who called in requests long over, and people who are to be forgotten.
///
/// Names, phones and addresses are not on the board; it says whether they may go, and lets go of what leads to them.
extension Board {
    /// What the board still holds can be reopened, so it keeps who it is about until it is let go of.
    func decideErasing(_ ids: [RequestID], endedBefore time: Timestamp) -> Decision {
        let chosen = ids.filter { requests[$0] == nil }
        guard !chosen.isEmpty else { return Decision(outcome: .erased([])) }
        let erased = PersonalDataErased(requestCount: chosen.count, cutOffAt: time)
        return Decision(events: [.personalDataErased(erased)], outcome: .erased(chosen))
    }

    /// Refuses while they hold a seat of a request that is not over, or may still say yes to an offer.
    func decideForgetting(_ id: MemberID, at now: Timestamp) throws(Refusal) -> Decision {
        let involved = openRequests.filter { request in
            request.assignments.contains { $0.memberID == id && $0.state.isLive }
                || request.offers.contains { $0.memberID == id && ($0.state == .pending || $0.isAlive(at: now)) }
        }
        try refuse(whileOpen: involved)
        return Decision(events: [.memberForgotten(MemberForgotten(memberID: id))])
    }

    /// Refuses while one of the household's requests is not over.
    func decideForgetting(household id: String, _ requestIDs: [RequestID]) throws(Refusal) -> Decision {
        let called = Set(requestIDs)
        let theirs = requests.values.filter { $0.householdID == id || called.contains($0.id) }
            .sorted { $0.id < $1.id }
        try refuse(whileOpen: theirs.filter { !$0.state.isOver })
        let held = theirs.map(\.id)
        return Decision(
            events: [.householdForgotten(HouseholdForgotten(householdID: id, requests: held))],
            outcome: .erased(called.union(held).sorted())
        )
    }

    private func refuse(whileOpen requests: [HelpRequest]) throws(Refusal) {
        guard !requests.isEmpty else { return }
        throw .partOfOpenRequests(requests.map { Refusal.OpenCase(id: $0.id, number: $0.number) })
    }

    /// Somebody of this id is as anybody new: nothing is known of them.
    mutating func forget(_ id: MemberID) {
        roster.update(id) { member in
            member.history = MemberHistory()
            member.isOnDuty = true
            member.awayUntil = nil
            member.position = nil
        }
        reschedule(.member(id))
    }
}
