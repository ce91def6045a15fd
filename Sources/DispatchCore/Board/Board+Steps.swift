/// A member's steps after the accept, and what an operator assigns by hand.
extension Board {
    func decideStep<Generator>(
        _ offerID: OfferID,
        _ step: Step,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> Decision {
        let (request, offer) = try known(offerID)
        guard request.cancelledAt == nil else { throw .requestCancelled }
        guard let assignment = request.assignment(of: offer.id) else {
            switch offer.state {
            case .pending, .accepted, .declined, .undeliverable:
                throw .outOfOrder(allowed: allowedActions(for: offer, of: request, at: now))
            case .expired: throw .offerExpired
            case .withdrawn: throw refusal(for: offer)
            }
        }
        guard policy.steps(of: request).contains(step) else {
            throw .outOfOrder(allowed: allowedActions(for: offer, of: request, at: now))
        }
        let taken = Decision.Outcome.taken(request.id, offer.id)
        switch assignment.state {
        case .cleared:
            return Decision(outcome: taken)
        case .accepted, .enRoute, .onScene, .transporting, .atFacility, .admitted, .discharged:
            if let done = assignment.state.step, done >= step { return Decision(outcome: taken) }
            return Decision(events: [stepped(assignment, step, of: request)], outcome: taken)
        case .released, .noShow, .stoodDown:
            return try decideReturn(of: assignment, offer, request, step: step, at: now, using: &ids)
        }
    }

    private func stepped(_ assignment: Assignment, _ step: Step, of request: HelpRequest) -> Event {
        .assignmentStepped(
            AssignmentStepped(
                requestID: request.id,
                assignmentID: assignment.id,
                memberID: assignment.memberID,
                step: step
            )
        )
    }

    /// Somebody who no longer holds the seat goes on all the same.
    ///
    /// An empty seat is theirs again. *On scene* is an arrival whatever became of their assignment: they take the seat
    /// over from one who is still on the way, and are recorded beside one who is there already.
    private func decideReturn<Generator>(
        of assignment: Assignment,
        _ offer: Offer,
        _ request: HelpRequest,
        step: Step,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> Decision {
        // Nobody keeps count of somebody who is no longer on the roster, so they cannot hold a seat.
        let isFree = roster.member(offer.memberID).map { $0.busyAssignmentCount == 0 } ?? false
        let seat = request.seat(offer.seatID)
        let holder = request.holder(of: offer.seatID)
        let isHolderUnderWay = holder.map { ($0.state.step ?? .enRoute) < .onScene } ?? false
        var decision = Decision(outcome: .taken(request.id, offer.id))

        if isFree, seat?.state == .open || (step == .onScene && isHolderUnderWay) {
            if let holder {
                decision.append(standDown(holder, of: request, because: .relieved, at: now, using: &ids))
            }
            let reinstated = AssignmentReinstated(
                requestID: request.id,
                assignmentID: assignment.id,
                memberID: assignment.memberID
            )
            decision.events.append(.assignmentReinstated(reinstated))
            decision.events.append(stepped(assignment, step, of: request))
            decision.append(withdrawRivals(of: offer, at: now, using: &ids))
            return decision
        }
        guard step == .onScene else { throw .alreadyCovered }
        if assignment.onSceneAt == nil {
            let arrival = ArrivalRecorded(
                requestID: request.id,
                assignmentID: assignment.id,
                memberID: assignment.memberID
            )
            decision.events.append(.arrivalRecorded(arrival))
        }
        return decision
    }

    func decideRelease(_ offerID: OfferID) throws(Refusal) -> Decision {
        let (request, offer) = try known(offerID)
        guard request.cancelledAt == nil else { throw .requestCancelled }
        guard let assignment = request.assignment(of: offer.id) else {
            throw .outOfOrder(allowed: offer.state == .pending ? ["accept", "decline"] : [])
        }
        let taken = Decision.Outcome.taken(request.id, offer.id)
        switch assignment.state {
        case .released, .noShow, .stoodDown: return Decision(outcome: taken)
        case .cleared: throw .outOfOrder(allowed: [])
        case .accepted, .enRoute, .onScene, .transporting, .atFacility, .admitted, .discharged:
            let ended = AssignmentEnded(
                requestID: request.id,
                assignmentID: assignment.id,
                memberID: assignment.memberID,
                ending: .released
            )
            return Decision(events: [.assignmentEnded(ended)], outcome: taken)
        }
    }

    func decideAssigning<Generator>(
        _ requestID: RequestID,
        _ seatID: SeatID?,
        _ memberID: MemberID,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> Decision {
        let request = try known(requestID)
        guard !request.state.isOver else { throw .requestOver(request.state) }
        let seat: Seat
        if let seatID {
            guard let named = request.seat(seatID) else { throw .unknownSeat(allowed: request.seats.map(\.id)) }
            seat = named
        } else if let held = request.seats.first(where: { request.holder(of: $0.id)?.memberID == memberID }) {
            seat = held
        } else {
            guard let open = request.seats.first(where: { $0.state == .open }) else { throw .seatTaken }
            seat = open
        }
        guard let member = roster.member(memberID) else { throw .unknownMember(memberID) }
        if let holder = request.holder(of: seat.id), holder.memberID == memberID {
            return Decision(outcome: .taken(requestID, holder.offerID))
        }
        guard seat.state == .open else { throw .seatTaken }
        guard member.busyAssignmentCount == 0 else { throw .memberBusy(memberID) }

        if let asked = request.offers.last(where: { $0.memberID == memberID && $0.seatID == seat.id }),
            let offer = request.standingOffer(for: asked.id)
        {
            return assign(offer, isByHand: true, at: now, using: &ids)
        }
        let approach = roster.approach(of: memberID, to: request.place.coordinate, travel: policy.travel)
        let offer = Offer(
            id: ids.next(at: now),
            requestID: requestID,
            seatID: seat.id,
            memberID: memberID,
            reason: .byHand,
            rank: request.offers.count { $0.seatID == seat.id } + 1,
            distanceMeters: approach?.distanceMeters ?? 0,
            etaSeconds: approach?.etaSeconds ?? 0,
            offeredAt: now,
            round: seat.round,
            expiresAt: now.adding(seconds: policy.offerLifeSeconds(request.urgency)),
            silenceDueAt: now.adding(seconds: policy.confirmationSilenceSeconds)
        )
        var decision = Decision(events: [.offerMade(OfferMade(offer))])
        let assigned = assign(offer, isByHand: true, at: now, using: &ids)
        decision.append(assigned)
        decision.outcome = assigned.outcome
        return decision
    }
}

extension OfferMade {
    init(_ offer: Offer) {
        self.init(
            offerID: offer.id,
            requestID: offer.requestID,
            seatID: offer.seatID,
            memberID: offer.memberID,
            reason: offer.reason,
            rank: offer.rank,
            distanceMeters: offer.distanceMeters,
            etaSeconds: offer.etaSeconds,
            round: offer.round,
            silenceDueAt: offer.silenceDueAt,
            expiresAt: offer.expiresAt
        )
    }
}
