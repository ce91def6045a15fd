import HeapModule

/// Deadlines are data: every request and every absent member has at most one next moment, derived from its state.
extension Board {
    /// Derives the next moment of a request or member anew.
    mutating func reschedule(_ subject: ScheduledMoment.Subject) {
        let moment: Timestamp?
        let rank: Int
        switch subject {
        case .request(let id):
            let request = requests[id]
            moment = request.flatMap { nextMoment(of: $0) }
            rank = request?.urgency.rank ?? 0
        case .member(let id):
            moment = roster.member(id)?.awayUntil
            rank = 0
        }
        guard moments[subject] != moment else { return }
        moments[subject] = moment
        if let moment { schedule.insert(ScheduledMoment(at: moment, rank: rank, subject: subject)) }
        while let first = schedule.min, moments[first.subject] != first.at { schedule.removeMin() }
    }

    private func nextMoment(of request: HelpRequest) -> Timestamp? {
        guard !request.state.isOver else { return nil }
        var earliest = attention[request.id]
        func consider(_ moment: Timestamp) {
            if earliest.map({ moment < $0 }) ?? true { earliest = moment }
        }
        for offer in request.offers where offer.state == .pending {
            consider(offer.expiresAt)
            if offer.silence == nil { consider(offer.silenceDueAt) }
        }
        for assignment in request.assignments where assignment.state == .accepted {
            if let due = assignment.enRouteDueAt { consider(due) }
        }
        return earliest
    }

    /// Has a request looked at when it asks members, or at once when it does so already.
    mutating func attend(to request: HelpRequest, at now: Timestamp) {
        attention[request.id] = max(now, request.dispatchAt)
    }

    /// Has every request that wants more members looked at, since somebody may have become available.
    mutating func attendToShortRequests(at now: Timestamp) {
        for id in shortOfMembers {
            guard let request = requests[id] else { continue }
            attend(to: request, at: now)
            reschedule(.request(id))
        }
        shortOfMembers.removeAll()
    }
}
