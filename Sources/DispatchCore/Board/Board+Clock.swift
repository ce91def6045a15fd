/// What a step of the wall clock does to the board. What is counted from an event runs on elapsed time and is not touched.
extension Board {
    /// Notes by how much the wall clock is ahead from now on; nothing when that is known.
    func decideClockStep(to offset: Int64) -> Decision {
        guard offset != wallOffsetMilliseconds else { return Decision() }
        let step = offset.subtractingSaturated(wallOffsetMilliseconds)
        return Decision(events: [.clockStepped(ClockStepped(offsetMilliseconds: offset, stepMilliseconds: step))])
    }

    /// Times that somebody named stay what they are on the wall, so they come sooner or later than was thought.
    mutating func takeStep(to offset: Int64, at now: Timestamp) {
        let later = wallOffsetMilliseconds.subtractingSaturated(offset)
        wallOffsetMilliseconds = offset
        for request in openRequests where request.scheduledFor != nil && request.dispatchAt > now {
            let dispatchAt = max(now, request.dispatchAt.adding(milliseconds: later))
            change(request.id, at: now) { request in
                if request.uncoveredSince == request.dispatchAt { request.uncoveredSince = dispatchAt }
                request.dispatchAt = dispatchAt
            }
            attendTo(request.id, at: now)
        }
        let today = localDay(at: now)
        for member in roster.members {
            if member.awayUntil != nil { reschedule(.member(member.id)) }
            // A count of a day to come would never grow old.
            guard member.history.alerts.day > today else { continue }
            changes.histories.insert(member.id)
            roster.update(member.id) { $0.history.alerts.redate(to: today) }
        }
    }

    /// Moves what is counted from an event, as journals tell that were written before there was elapsed time: the wall clock
    /// ran ahead, and deadlines stood in wall time. A time that somebody named stays.
    ///
    /// A declined or withdrawn offer can still become a yes, so as long as it lives its life moves as well.
    mutating func shiftDeadlines(byMilliseconds jump: Int64, at now: Timestamp) {
        let before = now.adding(milliseconds: jump == .min ? .max : -jump)
        for request in openRequests {
            var shifted = request
            if let since = shifted.uncoveredSince, since <= before {
                shifted.uncoveredSince = since.adding(milliseconds: jump)
            }
            for position in shifted.offers.indices
            where shifted.offers[position].state == .pending || shifted.offers[position].isAlive(at: before) {
                shifted.offers[position].expiresAt = shifted.offers[position].expiresAt.adding(milliseconds: jump)
                shifted.offers[position].silenceDueAt = shifted.offers[position].silenceDueAt.adding(milliseconds: jump)
                changes.offers.insert(shifted.offers[position].id)
            }
            for position in shifted.assignments.indices where shifted.assignments[position].isWatched {
                shifted.assignments[position].shiftDeadlines(byMilliseconds: jump)
                changes.assignments.insert(shifted.assignments[position].id)
            }
            requests[request.id] = shifted
            changes.requests.insert(request.id)
            reschedule(.request(request.id))
        }
    }
}
