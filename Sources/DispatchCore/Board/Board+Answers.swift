/// A member's answers to an offer.
extension Board {
    func decideAccept<Generator>(
        _ offerID: OfferID,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> Decision {
        let (request, offer) = try known(offerID)
        guard request.cancelledAt == nil else { throw .requestCancelled }
        if let assignment = request.assignment(of: offer.id), assignment.state.isLive || assignment.state == .cleared {
            return Decision(outcome: .taken(request.id, offer.id))
        }
        guard let seat = request.seat(offer.seatID) else { throw .unknownOffer }
        guard takesMore(seat) else { throw .alreadyCovered }
        guard offer.isAlive(at: now) else { throw .offerExpired }
        // A yes after a no, a withdrawal or a failed delivery is as good as any, while it helps.
        guard let member = roster.member(offer.memberID), member.isFree else { throw .offerWithdrawn }
        return try decideYes(to: offer, for: seat, of: request, at: now, using: &ids)
    }

    /// Whether somebody may still go for this seat, should it help enough.
    func takesMore(_ seat: Seat) -> Bool {
        switch seat.state {
        case .open: true
        case .filled: policy.selection.sendsBackups
        case .cleared, .cancelled: false
        }
    }

    /// What a yes in time comes to.
    func decideYes<Generator>(
        to offer: Offer,
        for seat: Seat,
        of request: HelpRequest,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> Decision {
        switch policy.selection {
        case .simple:
            var decision = assign(offer, isByHand: false, isPrimary: true, at: now, using: &ids)
            decision.append(withdrawPointless(beside: offer, at: now, using: &ids))
            return decision
        case .value(let rule): return try decideGoing(offer, seat, request, rule, at: now, using: &ids)
        }
    }

    /// Whether somebody who says yes goes, beside those who go already: if that brings the first arrival forward.
    private func decideGoing<Generator>(
        _ offer: Offer,
        _ seat: Seat,
        _ request: HelpRequest,
        _ rule: ValueRule,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> Decision {
        let beliefs = beliefs(at: now)
        let picture = picture(of: seat, request, RequestParts(request), beliefs, at: now)
        let mine = prospectOfAccepting(offer, request, beliefs)
        let isPrimary = picture.going.allSatisfy { mine.meanArrivalSeconds < $0.prospect.meanArrivalSeconds }
        if picture.isSomebodyThere || !picture.going.isEmpty {
            let others =
                picture.going.map(\.prospect)
                + picture.asked.filter { $0.offer.id != offer.id }.map(\.prospect)
            let gain = ArrivalForecast(others, horizonSeconds: Double(rule.horizonSeconds)).gain(of: mine)
            guard !picture.isSomebodyThere, gain >= rule.worth(request.urgency).goSeconds else {
                guard offer.state == .pending else { throw .alreadyCovered }
                let covered = OfferCovered(requestID: request.id, offerID: offer.id, memberID: offer.memberID)
                return Decision(
                    events: [.offerCovered(covered)],
                    cancelledNotices: [offer.id],
                    outcome: .covered(request.id, offer.id)
                )
            }
        }
        var decision = assign(
            offer,
            isByHand: false,
            isPrimary: seat.state == .open || isPrimary,
            at: now,
            using: &ids
        )
        decision.append(withdrawPointless(beside: offer, at: now, using: &ids))
        return decision
    }

    /// Gives the offer's seat to its member, or sends them beside whoever holds it: the one way in which a seat is filled.
    func assign<Generator>(
        _ offer: Offer,
        isByHand: Bool,
        isPrimary: Bool,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Decision {
        let assignmentID: AssignmentID = ids.next(at: now)
        let accepted = OfferAccepted(
            requestID: offer.requestID,
            offerID: offer.id,
            seatID: offer.seatID,
            memberID: offer.memberID,
            assignmentID: assignmentID,
            isByHand: isByHand,
            isPrimary: isPrimary,
            unit: freeUnit(of: offer.memberID),
            enRouteDueAt: isByHand ? nil : now.adding(seconds: policy.enRouteLimitSeconds),
            nudgeDueAt: isByHand ? nil : now.adding(seconds: policy.enRouteNudgeSeconds)
        )
        var events: [Event] = [.offerAccepted(accepted)]
        if isPrimary, requests[offer.requestID]?.holder(of: offer.seatID) != nil {
            events.append(
                .assignmentNamedPrimary(
                    AssignmentNamedPrimary(
                        requestID: offer.requestID,
                        seatID: offer.seatID,
                        assignmentID: assignmentID,
                        memberID: offer.memberID
                    )
                )
            )
        }
        return Decision(
            events: events,
            notices: notice(.assignmentCreated, about: offer, at: now, using: &ids),
            cancelledNotices: [offer.id],
            outcome: .taken(offer.requestID, offer.id)
        )
    }

    /// The lowest of an organisation's units that is on no assignment; 0 for a person.
    func freeUnit(of id: MemberID) -> Int {
        guard let member = roster.member(id), member.capacity > 1 else { return 0 }
        var taken = Set(held.filter { $0.memberID == id }.map(\.unit))
        for request in requests.values where !request.state.isOver {
            for assignment in request.assignments
            where assignment.memberID == id && assignment.state.occupiesMember { taken.insert(assignment.unit) }
        }
        return (0...).first { !taken.contains($0) } ?? 0
    }

    /// Withdraws what a taken seat makes pointless: other offers to a member who can take no further assignment, and other
    /// offers for the seat, unless the rule weighs those.
    func withdrawPointless<Generator>(
        beside offer: Offer,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Decision {
        var decision = Decision()
        if !policy.selection.sendsBackups {
            let rivals = requests[offer.requestID]?.offers.filter { $0.seatID == offer.seatID && $0.id != offer.id }
            decision = withdraw(rivals ?? [], because: .seatFilled, at: now, using: &ids)
        }
        guard let member = roster.member(offer.memberID), member.busyAssignmentCount + 1 >= member.capacity else {
            return decision
        }
        let others = (pendingOffersOfMember[offer.memberID] ?? []).compactMap { id in request(of: id)?.offer(id) }
            .filter { other in other.id != offer.id && !decision.withdraws(other.id) }
        decision.append(withdraw(others, because: .memberBusy, at: now, using: &ids))
        return decision
    }

    func decideDecline(_ offerID: OfferID, at now: Timestamp) throws(Refusal) -> Decision {
        let (request, offer) = try known(offerID)
        let taken = Decision.Outcome.taken(request.id, offer.id)
        guard request.cancelledAt == nil || offer.state == .declined else { throw .requestCancelled }
        switch offer.state {
        case .pending, .undeliverable:
            let declined = OfferDeclined(requestID: request.id, offerID: offer.id, memberID: offer.memberID)
            return Decision(events: [.offerDeclined(declined)], cancelledNotices: [offer.id], outcome: taken)
        case .declined:
            return Decision(outcome: taken)
        case .accepted:
            throw .outOfOrder(allowed: allowedActions(for: offer, of: request, at: now))
        case .expired:
            throw .offerExpired
        case .withdrawn:
            throw refusal(for: offer)
        }
    }

    /// What the member of a withdrawn offer is told.
    func refusal(for offer: Offer) -> Refusal {
        switch offer.withdrawalReason {
        case .seatFilled, .notNeeded: .alreadyCovered
        case .requestCancelled: .requestCancelled
        case .memberBusy, .memberUnavailable, nil: .offerWithdrawn
        }
    }

    /// Whether a yes could still send them, should it help enough.
    private func mayStillTake(_ offer: Offer, of request: HelpRequest) -> Bool {
        switch request.seat(offer.seatID)?.state {
        case .open: true
        case .filled: policy.selection.sendsBackups && offer.state == .pending
        case .cleared, .cancelled, nil: false
        }
    }

    /// What the member of this offer can do next, as the words of the callback.
    package func allowedActions(for offer: Offer, of request: HelpRequest, at now: Timestamp) -> [String] {
        guard !request.state.isOver else { return [] }
        let isOpen = offer.isAlive(at: now) && mayStillTake(offer, of: request)
        guard let assignment = request.assignment(of: offer.id) else {
            guard isOpen else { return [] }
            return offer.state == .pending ? ["accept", "decline"] : ["accept"]
        }
        guard assignment.state.isLive else {
            switch assignment.state {
            case .cleared: return []
            case _: return isOpen ? ["accept", Step.onScene.rawValue] : [Step.onScene.rawValue]
            }
        }
        let done = assignment.state.step
        let following = policy.steps(of: request).filter { step in done.map { step > $0 } ?? true }
        return following.map(\.rawValue) + ["release"]
    }
}

extension Policy {
    /// The steps of this request's category; the plain visit for a category that is configured no more.
    func steps(of request: HelpRequest) -> [Step] {
        category(request.category)?.steps ?? [.enRoute, .onScene, .cleared]
    }
}
