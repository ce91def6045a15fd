import HeapModule

/// Deadlines are data: every request and every absent member has at most one next moment, derived from its state.
extension Board {
    /// Derives the next moment of a request or member anew.
    ///
    /// While a decision is applied this is put off to its end, so that it is done once for each subject.
    mutating func reschedule(_ subject: ScheduledMoment.Subject) {
        if postponed?.append(subject) != nil { return }
        var moment: Timestamp?
        let rank: Int
        switch subject {
        case .request(let id):
            let request = requests[id]
            moment = request.flatMap { nextMoment(of: $0) }
            if let own = moment, let heldBack = heldBack[id] { moment = max(own, heldBack) }
            rank = request?.urgency.rank ?? 0
        case .member(let id):
            moment = roster.member(id)?.awayUntil.map { self.moment(of: $0) }
            rank = 0
        }
        guard moments[subject] != moment else { return }
        moments[subject] = moment
        if let moment { schedule.insert(ScheduledMoment(at: moment, rank: rank, subject: subject)) }
        dropStaleMoments()
    }

    /// Does what was put off while a decision was applied.
    mutating func reschedulePostponed() {
        let subjects = postponed ?? []
        postponed = nil
        var done: Set<ScheduledMoment.Subject> = []
        for subject in subjects where done.insert(subject).inserted { reschedule(subject) }
    }

    private mutating func dropStaleMoments() {
        while let first = schedule.min, moments[first.subject] != first.at { schedule.removeMin() }
    }

    private func nextMoment(of request: HelpRequest) -> Timestamp? {
        guard !request.state.isOver else { return nil }
        var earliest = attention[request.id]
        func consider(_ moment: Timestamp) {
            if earliest.map({ moment < $0 }) ?? true { earliest = moment }
        }
        if let rung = nextRung(of: request) { consider(rung.at) }
        if request.uncoveredSince == nil, !request.currentWhistles.isEmpty { consider(lastEventAt) }
        for offer in request.offers where offer.state == .pending {
            consider(offer.expiresAt)
            if offer.silence == nil { consider(offer.silenceDueAt) }
        }
        for assignment in request.assignments where assignment.isWatched {
            if let due = assignment.stepDueAt { consider(due) }
            if let due = assignment.nudgeDueAt { consider(due) }
        }
        switch policy.selection {
        case .simple: break
        case .value(let rule):
            // One that waits to be weighed is weighed in any case.
            if !backlog.contains(request.id), let moment = nextWeighing(of: request, by: rule) { consider(moment) }
        }
        return earliest
    }

    /// When the value rule looks at a request again although nothing happens: some time after each offer, accept or
    /// search in vain, counted from that, so that nothing needs to be stored.
    private func nextWeighing(of request: HelpRequest, by rule: ValueRule) -> Timestamp? {
        guard let weighedAt = weighedAt[request.id] else { return nil }
        var earliest: Timestamp?
        func consider(_ moment: Timestamp) {
            if moment > weighedAt, earliest.map({ moment < $0 }) ?? true { earliest = moment }
        }
        func consider(every seconds: Int, since start: Timestamp) {
            let interval = Int64(seconds) * 1000
            let passed = max(0, weighedAt.milliseconds - start.milliseconds) / interval
            consider(start.adding(milliseconds: (passed + 1) * interval))
        }
        for offer in request.offers where offer.state == .pending {
            consider(every: rule.reevaluationSeconds, since: offer.offeredAt)
            if offer.reason == .contact {
                consider(offer.offeredAt.adding(seconds: policy.fairness.contactHeadStartSeconds))
            }
        }
        for assignment in request.assignments where assignment.state.isLive && !assignment.isThere {
            consider(every: ValueRule.goingReevaluationSeconds, since: assignment.acceptedAt)
        }
        if let since = request.unansweredAt { consider(every: ValueRule.unansweredReevaluationSeconds, since: since) }
        return earliest
    }

    /// Has a request looked at when it asks members, or at once when it does so already.
    mutating func attend(to request: HelpRequest, at now: Timestamp) {
        // What waits already keeps its place, however much happens meanwhile.
        if let waiting = attention[request.id], waiting <= now { return }
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
