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
            var decision = Decision(events: [stepped(assignment, step, of: request, at: now)], outcome: taken)
            if step >= .onScene, !assignment.isPrimary, !isSomebodyThere(request, assignment.seatID) {
                // The first on scene holds the seat, whoever was expected first.
                decision.events.insert(.assignmentNamedPrimary(named(assignment, of: request)), at: 0)
            }
            if step == .cleared {
                endOthers(beside: assignment, of: request, at: now, using: &ids, into: &decision)
            }
            return decision
        case .released, .noShow, .stoodDown:
            return try decideReturn(of: assignment, offer, request, step: step, at: now, using: &ids)
        }
    }

    private func stepped(_ assignment: Assignment, _ step: Step, of request: HelpRequest, at now: Timestamp) -> Event {
        let distance = request.offer(assignment.offerID)?.distanceMeters ?? 0
        var watch: OnSceneWatch?
        var pace: (value: Double, transport: Transport)?
        if step == .enRoute, !assignment.isByHand {
            watch = onSceneWatch(for: assignment.memberID, distanceMeters: distance, at: now)
        }
        if step == .onScene, assignment.state == .enRoute, let enRouteAt = assignment.enRouteAt,
            let member = roster.member(assignment.memberID), now > enRouteAt
        {
            let expected = travelSeconds(by: member.transport, distanceMeters: distance)
            pace = (expected / now.seconds(since: enRouteAt), member.transport)
        }
        return .assignmentStepped(
            AssignmentStepped(
                requestID: request.id,
                assignmentID: assignment.id,
                memberID: assignment.memberID,
                step: step,
                onSceneDueAt: watch?.dueAt,
                nudgeDueAt: watch?.nudgeDueAt,
                pace: pace?.value,
                transport: pace?.transport
            )
        )
    }

    /// When somebody who is on the way now is reminded of saying that they are there, and when they are taken not to come.
    typealias OnSceneWatch = (dueAt: Timestamp, nudgeDueAt: Timestamp)

    /// Thirty days: no way takes longer, whatever numbers lead to it.
    private static var onSceneLimitSeconds: Double { 30 * 86_400 }

    func onSceneWatch(for id: MemberID, distanceMeters: Double, at now: Timestamp) -> OnSceneWatch {
        let travel = travelSeconds(by: roster.member(id)?.transport ?? .walk, distanceMeters: distanceMeters)
        let seconds = min(travel * policy.onSceneFactor, Self.onSceneLimitSeconds)
        let patience = Int(nearest: seconds.rounded(.down)) + policy.onSceneMarginSeconds
        return (now.adding(seconds: patience + policy.onSceneLimitSeconds), now.adding(seconds: patience))
    }

    /// What the policy says the way takes, in seconds.
    private func travelSeconds(by transport: Transport, distanceMeters: Double) -> Double {
        distanceMeters * policy.travel.roadFactor / policy.travel.metersPerSecond(transport)
    }

    private func named(_ assignment: Assignment, of request: HelpRequest) -> AssignmentNamedPrimary {
        AssignmentNamedPrimary(
            requestID: request.id,
            seatID: assignment.seatID,
            assignmentID: assignment.id,
            memberID: assignment.memberID
        )
    }

    private func isSomebodyThere(_ request: HelpRequest, _ seatID: SeatID) -> Bool {
        request.assignments.contains { $0.seatID == seatID && $0.isThere }
    }

    /// The work of a seat is done: whoever else is on it is thanked.
    private func endOthers<Generator>(
        beside assignment: Assignment,
        of request: HelpRequest,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>,
        into decision: inout Decision
    ) {
        for other in request.assignments
        where other.seatID == assignment.seatID && other.id != assignment.id && other.state.isLive {
            decision.append(standDown(other, of: request, because: .relieved, at: now, using: &ids))
        }
        let pending = request.offers.filter { $0.seatID == assignment.seatID && !decision.withdraws($0.id) }
        decision.append(withdraw(pending, because: .seatFilled, at: now, using: &ids))
    }

    /// Names the best of those who go on for a seat that its holder leaves; nothing when nobody does.
    func promoteBackup(after leaving: Assignment, of request: HelpRequest, at now: Timestamp) -> [Event] {
        guard leaving.isPrimary else { return [] }
        let others = request.assignments.filter {
            $0.seatID == leaving.seatID && $0.id != leaving.id && $0.state.isLive
        }
        if let there = others.first(where: \.isThere) { return [.assignmentNamedPrimary(named(there, of: request))] }
        guard let seat = request.seat(leaving.seatID) else { return [] }
        let best = picture(of: seat, request, RequestParts(request), beliefs(at: now), at: now).going
            .filter { $0.assignment.id != leaving.id }
            .min {
                ($0.prospect.meanArrivalSeconds, $0.assignment.id) < ($1.prospect.meanArrivalSeconds, $1.assignment.id)
            }
        return best.map { [.assignmentNamedPrimary(named($0.assignment, of: request))] } ?? []
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
        let isFree = roster.member(offer.memberID)?.isFree ?? false
        let seat = request.seat(offer.seatID)
        let holder = request.holder(of: offer.seatID)
        let isHolderUnderWay = holder.map { ($0.state.step ?? .enRoute) < .onScene } ?? false
        var decision = Decision(outcome: .taken(request.id, offer.id))

        if isFree, seat?.state == .open || (step == .onScene && isHolderUnderWay) {
            if let holder, step != .cleared {
                decision.append(standDown(holder, of: request, because: .relieved, at: now, using: &ids))
            }
            let reinstated = AssignmentReinstated(
                requestID: request.id,
                assignmentID: assignment.id,
                memberID: assignment.memberID,
                unit: freeUnit(of: assignment.memberID)
            )
            decision.events.append(.assignmentReinstated(reinstated))
            decision.events.append(stepped(assignment, step, of: request, at: now))
            decision.append(withdrawPointless(beside: offer, at: now, using: &ids))
            if step == .cleared { endOthers(beside: assignment, of: request, at: now, using: &ids, into: &decision) }
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

    func decideRelease(_ offerID: OfferID, at now: Timestamp) throws(Refusal) -> Decision {
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
            let promoted = promoteBackup(after: assignment, of: request, at: now)
            return Decision(events: [.assignmentEnded(ended)] + promoted, outcome: taken)
        }
    }

    func decideAssigning<Generator>(
        _ requestID: RequestID,
        _ seatID: SeatID?,
        _ memberID: MemberID,
        within township: String?,
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
            guard let open = request.seats.first(where: { $0.state == .open }) else { throw .seatTaken(nil) }
            seat = open
        }
        guard let member = roster.member(memberID) else { throw .unknownMember(memberID) }
        if let holder = request.holder(of: seat.id), holder.memberID == memberID {
            return Decision(outcome: .taken(requestID, holder.offerID))
        }
        guard seat.state == .open else { throw .seatTaken(request.holder(of: seat.id)?.memberID) }
        guard member.isFree else { throw .memberBusy(memberID, numbers: numbers(of: memberID)) }
        guard township == nil || roster.township(of: member) == township else {
            return askByHand(memberID, for: seat, of: request, at: now, using: &ids)
        }

        if let asked = request.offers.last(where: { $0.memberID == memberID && $0.seatID == seat.id }),
            let offer = request.standingOffer(for: asked.id)
        {
            return assignByHand(offer, at: now, using: &ids)
        }
        let offer = unweighedOffer(to: memberID, for: seat, of: request, because: .byHand, at: now, using: &ids)
        var decision = Decision(events: [.offerMade(OfferMade(offer))])
        let assigned = assignByHand(offer, at: now, using: &ids)
        decision.append(assigned)
        decision.outcome = assigned.outcome
        return decision
    }
}

extension Board {
    /// The numbers of the requests that this member is on.
    func numbers(of id: MemberID) -> [Int] {
        openRequests.filter { request in
            request.assignments.contains { $0.memberID == id && $0.state.occupiesMember }
        }.map(\.number)
    }

    /// Asks somebody whom an operator has chosen and may not give a seat: first in line, whatever the rule would do. They hold
    /// the seat, and their name is told, when they say yes.
    ///
    /// Nothing happens for one who is asked already or has said yes. Whom no notice reaches is told to be out of reach at once.
    private func askByHand<Generator>(
        _ memberID: MemberID,
        for seat: Seat,
        of request: HelpRequest,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Decision {
        let asked = request.offers.last {
            $0.memberID == memberID && $0.seatID == seat.id && $0.round == seat.round && $0.state.isStanding
        }
        // One who gave the seat back has an accepted offer, and its link lets them come back.
        if let asked { return Decision(outcome: .asked(request.id, asked.id)) }
        let offer = unweighedOffer(
            to: memberID,
            for: seat,
            of: request,
            because: .byHand,
            rank: 1,
            at: now,
            using: &ids
        )
        var decision = Decision(events: [.offerMade(OfferMade(offer))], outcome: .asked(request.id, offer.id))
        decision.notices = notice(.offerCreated, about: offer, at: now, using: &ids)
        if decision.notices.isEmpty {
            let undeliverable = OfferUndeliverable(requestID: request.id, offerID: offer.id, memberID: memberID)
            decision.events.append(.offerUndeliverable(undeliverable))
        }
        return decision
    }

    private func assignByHand<Generator>(
        _ offer: Offer,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Decision {
        var decision = assign(offer, isByHand: true, isPrimary: true, at: now, using: &ids)
        decision.append(withdrawPointless(beside: offer, at: now, using: &ids))
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
            usualAcceptance: offer.usualAcceptance,
            chance: offer.chance,
            gainSeconds: offer.gainSeconds,
            round: offer.round,
            silenceDueAt: offer.silenceDueAt,
            expiresAt: offer.expiresAt
        )
    }
}
