import Geospatial

/// What an operator changes about a request that is under way, or over.
extension Board {
    func decideAdding<Generator>(
        _ plans: [SeatPlan],
        to id: RequestID,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> Decision {
        let request = try known(id)
        guard !request.state.isOver else { throw .requestOver(request.state) }
        guard request.seats.count + plans.count <= HelpRequest.seatLimit else {
            throw .tooManySeats(limit: HelpRequest.seatLimit)
        }
        return Decision(
            events: plans.map { plan in
                .seatAdded(
                    SeatAdded(requestID: id, seatID: ids.next(at: now), role: plan.role, requires: plan.requires)
                )
            }
        )
    }

    func decideChanging(_ id: RequestID, to urgency: Urgency, at now: Timestamp) throws(Refusal) -> Decision {
        let request = try known(id)
        guard !request.state.isOver else { throw .requestOver(request.state) }
        guard urgency != request.urgency else { return Decision() }
        guard urgency != .scheduled else { throw .cannotBeScheduled }
        let changed = UrgencyChanged(
            requestID: id,
            urgency: urgency,
            // One that slept until its time is awake from now on.
            dispatchAt: min(request.dispatchAt, now)
        )
        return Decision(events: [.urgencyChanged(changed)])
    }

    /// A request that was cleared, closed or cancelled goes on with those of its seats, or with all that it ended with.
    func decideReopening(_ id: RequestID, _ seatIDs: [SeatID]) throws(Refusal) -> Decision {
        let request = try known(id)
        let ended: Seat.State
        switch request.state {
        case .cancelled: ended = .cancelled
        case .closed, .cleared: ended = .cleared
        case .open, .covered, .onScene, .unanswered: throw .requestNotOver(request.state)
        }
        guard openRequestCount < Self.openRequestLimit else {
            throw .tooManyOpenRequests(limit: Self.openRequestLimit)
        }
        for seatID in seatIDs where request.seat(seatID) == nil { throw .unknownSeat(allowed: request.seats.map(\.id)) }
        let all = request.seats.filter { $0.state == ended }.map(\.id)
        let chosen = request.seats.map(\.id).filter { seatIDs.contains($0) }
        return Decision(events: [
            .requestReopened(RequestReopened(requestID: id, seatIDs: chosen.isEmpty ? all : chosen))
        ])
    }

    /// The place is another: everybody asked or on the way has another distance, and those who were told hear of it.
    func decideCorrecting<Generator>(
        _ place: Place,
        of id: RequestID,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> Decision {
        let request = try known(id)
        guard !request.state.isOver else { throw .requestOver(request.state) }
        guard roster.village(place.villageCode) != nil else { throw .unknownVillage(place.villageCode) }
        guard place != request.place else { return Decision() }
        let corrected = PlaceCorrected(requestID: id, villageCode: place.villageCode)
        var decision = Decision(events: [.placeCorrected(corrected, place)])
        for seat in request.seats {
            let concerned = request.offers.filter { $0.seatID == seat.id && isUnderWay($0, of: request) }
            let approaches = concerned.compactMap { offer in
                roster.approach(of: offer.memberID, to: place.coordinate, travel: policy.travel).map { (offer, $0) }
            }
            let ranked = approaches.sorted { Roster.Approach.isBetter($0.1, $1.1) }
            for (position, (offer, approach)) in ranked.enumerated() {
                let reranked = reranked(offer, of: request, approach, rank: position + 1, at: now)
                decision.events.append(.offerReranked(reranked))
                guard offer.deliveredAt != nil || offer.state == .accepted else { continue }
                decision.notices += notice(.placeCorrected, about: offer, at: now, using: &ids)
            }
        }
        return decision
    }

    /// Open, or accepted by somebody who is not there yet.
    private func isUnderWay(_ offer: Offer, of request: HelpRequest) -> Bool {
        if offer.state == .pending { return true }
        return request.assignment(of: offer.id).map { $0.state.isLive && !$0.isThere } ?? false
    }

    private func reranked(
        _ offer: Offer,
        of request: HelpRequest,
        _ approach: Roster.Approach,
        rank: Int,
        at now: Timestamp
    ) -> OfferReranked {
        var watch: OnSceneWatch?
        if let assignment = request.assignment(of: offer.id), assignment.onSceneDueAt != nil {
            watch = onSceneWatch(for: offer.memberID, distanceMeters: approach.distanceMeters, at: now)
        }
        return OfferReranked(
            requestID: request.id,
            offerID: offer.id,
            memberID: offer.memberID,
            rank: rank,
            distanceMeters: approach.distanceMeters,
            etaSeconds: approach.etaSeconds,
            onSceneDueAt: watch?.dueAt,
            nudgeDueAt: watch?.nudgeDueAt
        )
    }
}
