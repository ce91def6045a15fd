import Geospatial

/// Opening, cancelling and closing requests.
extension Board {
    func decideOpening<Generator>(
        _ new: NewHelpRequest,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> Decision {
        if let idempotency = new.idempotency, let earlier = try request(openedWith: idempotency, at: now) {
            return Decision(outcome: .opened(earlier, similar: [], isRepeat: true))
        }
        guard openRequestCount < Self.openRequestLimit else {
            throw .tooManyOpenRequests(limit: Self.openRequestLimit)
        }
        guard let category = policy.category(new.category) else {
            throw .unknownCategory(new.category, allowed: policy.categories.map(\.name))
        }
        guard roster.village(new.place.villageCode) != nil else { throw .unknownVillage(new.place.villageCode) }
        let urgency = new.urgency ?? (new.scheduledFor == nil ? category.defaultUrgency : .scheduled)
        let dispatchAt = try dispatchTime(urgency: urgency, scheduledFor: new.scheduledFor, at: now)

        if let tokens = new.integrators, let seats = new.seats { try judge(seats, of: tokens) }
        let day = localDay(at: now)
        let opened = RequestOpened(
            requestID: ids.next(at: now),
            number: (lastNumbers[day] ?? 0) + 1,
            day: day,
            category: category.name,
            urgency: urgency,
            villageCode: new.place.villageCode,
            householdID: new.householdID,
            contacts: new.contacts,
            seats: (new.seats ?? category.seats).map {
                RequestOpened.OpenedSeat(id: ids.next(at: now), role: $0.role, requires: $0.requires)
            },
            scheduledFor: new.scheduledFor,
            dispatchAt: dispatchAt
        )
        return Decision(
            events: [.requestOpened(opened, new.place)],
            outcome: .opened(
                opened.requestID,
                similar: similarRequests(to: new.place, householdID: new.householdID, at: now),
                isRepeat: false
            )
        )
    }

    /// The request that the same key and body opened before; nil when the key is new or past its life.
    package func request(openedWith idempotency: Idempotency, at now: Timestamp) throws(Refusal) -> RequestID? {
        guard let earlier = openedWithKey[IdempotencyKey(tokenID: idempotency.tokenID, key: idempotency.key)],
            earlier.at >= now.adding(seconds: -Self.idempotencyLifeSeconds)
        else { return nil }
        guard earlier.bodyDigest == idempotency.bodyDigest else { throw .idempotencyConflict }
        return earlier.requestID
    }

    private func dispatchTime(
        urgency: Urgency,
        scheduledFor: WallTime?,
        at now: Timestamp
    ) throws(Refusal) -> Timestamp {
        guard let scheduledFor else {
            guard urgency != .scheduled else { throw .scheduledWithoutTime }
            return now
        }
        guard urgency == .scheduled else { throw .timeWithoutScheduled(urgency) }
        guard scheduledFor > wall(at: now) else { throw .scheduledInThePast }
        return max(now, moment(of: scheduledFor.adding(seconds: -policy.leadTimeSeconds)))
    }

    /// So many similar requests are named: more nobody reads while somebody is on the phone.
    package static let similarLimit = 20

    /// Requests that may be about the same trouble: not over, recent, and of the same household or place; newest first, at
    /// most ``similarLimit``.
    ///
    /// - Parameter excluded: The request that is compared with the others, once it is on the board.
    package func similarRequests(
        to place: Place,
        householdID: String?,
        at now: Timestamp,
        excluding excluded: RequestID? = nil
    ) -> [RequestID] {
        let earliest = now.adding(seconds: -policy.similarWindowSeconds)
        var found: [RequestID] = []
        for id in inOrder.reversed() {
            guard let request = requests[id] else { continue }
            guard request.createdAt >= earliest, found.count < Self.similarLimit else { break }
            guard id != excluded, !request.state.isOver else { continue }
            let isOfHousehold = householdID != nil && request.householdID == householdID
            guard
                isOfHousehold
                    || request.place.coordinate.distanceMeters(to: place.coordinate) <= policy.similarRadiusMeters
            else { continue }
            found.append(id)
        }
        return found
    }

    /// Whether an integrator may ask for these seats of its own; seats that the category configures are not judged.
    private func judge(_ seats: [SeatPlan], of tokens: IntegratorTokens) throws(Refusal) {
        let limit = IntegratorLimits.seatsPerRequest
        guard seats.count <= limit else { throw .tooManySeatsAtOnce(asked: seats.count, limit: limit) }
        func judge(_ scope: Refusal.OpenSeats.Scope, _ open: Int, _ limit: Int) throws(Refusal) {
            guard open + seats.count <= limit else {
                throw .tooManyOpenSeats(.init(scope: scope, asked: seats.count, open: open, limit: limit))
            }
        }
        try judge(.token, openSeatsOfToken[tokens.own] ?? 0, policy.integrators.openSeatsPerToken)
        let open = openSeatsOfToken.reduce(0) { tokens.all.contains($1.key) ? $0 + $1.value : $0 }
        try judge(.integrators, open, policy.integrators.openSeats)
    }

    func decideCancelling<Generator>(
        _ id: RequestID,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> Decision {
        if isUnreadable(id) { return Decision(events: [.requestCancelled(RequestCancelled(requestID: id))]) }
        let request = try known(id)
        if request.cancelledAt != nil { return Decision() }
        guard request.closedAt == nil, request.state != .cleared else { throw .requestOver(request.state) }
        var decision = withdraw(request.offers, because: .requestCancelled, at: now, using: &ids)
        for assignment in request.assignments where assignment.state.isLive {
            decision.append(standDown(assignment, of: request, because: .requestCancelled, at: now, using: &ids))
        }
        decision.append(standDownDesks(of: request, at: now, using: &ids))
        decision.events.append(.requestCancelled(RequestCancelled(requestID: id)))
        return decision
    }

    /// Ends an assignment that is not needed any more, and says so with thanks.
    func standDown<Generator>(
        _ assignment: Assignment,
        of request: HelpRequest,
        because ending: Assignment.Ending,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Decision {
        var decision = Decision(events: [
            .assignmentEnded(
                AssignmentEnded(
                    requestID: request.id,
                    assignmentID: assignment.id,
                    memberID: assignment.memberID,
                    ending: ending
                )
            )
        ])
        if let offer = request.offer(assignment.offerID) {
            decision.notices = notice(.assignmentStoodDown, about: offer, at: now, using: &ids)
        }
        return decision
    }

    func decideClosing(_ id: RequestID, grade: Int?) throws(Refusal) -> Decision {
        // Nobody can tell whether it is cleared but who dispatched it by hand.
        if isUnreadable(id) { return Decision(events: [.requestClosed(RequestClosed(requestID: id, grade: grade))]) }
        let request = try known(id)
        switch request.state {
        case .closed:
            // A grade that comes later than the closing, or a better one.
            guard let grade, grade != request.grade else { return Decision() }
            return Decision(events: [.requestGraded(RequestGraded(requestID: id, grade: grade))])
        case .cancelled: throw .requestOver(.cancelled)
        case .cleared: return Decision(events: [.requestClosed(RequestClosed(requestID: id, grade: grade))])
        case .open, .covered, .onScene, .unanswered: throw .notCleared(request.state)
        }
    }
}
