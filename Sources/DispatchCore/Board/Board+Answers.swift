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
        guard let seat = request.seat(offer.seatID), seat.state == .open else { throw .alreadyCovered }
        guard offer.isAlive(at: now) else { throw .offerExpired }
        // A yes after a no, a withdrawal or a failed delivery is as good as any, while the seat is empty.
        guard let member = roster.member(offer.memberID), member.busyAssignmentCount == 0 else { throw .offerWithdrawn }
        return assign(offer, isByHand: false, at: now, using: &ids)
    }

    /// Gives the offer's seat to its member: the one way in which a seat is filled.
    func assign<Generator>(
        _ offer: Offer,
        isByHand: Bool,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Decision {
        let accepted = OfferAccepted(
            requestID: offer.requestID,
            offerID: offer.id,
            seatID: offer.seatID,
            memberID: offer.memberID,
            assignmentID: ids.next(at: now),
            isByHand: isByHand,
            enRouteDueAt: isByHand ? nil : now.adding(seconds: policy.enRouteLimitSeconds)
        )
        var decision = Decision(
            events: [.offerAccepted(accepted)],
            notices: notice(.assignmentCreated, about: offer, at: now, using: &ids),
            cancelledNotices: [offer.id],
            outcome: .taken(offer.requestID, offer.id)
        )
        decision.append(withdrawRivals(of: offer, at: now, using: &ids))
        return decision
    }

    /// Withdraws what a taken seat makes pointless: other offers for the seat, and other offers to the member.
    func withdrawRivals<Generator>(
        of offer: Offer,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Decision {
        let rivals = requests[offer.requestID]?.offers.filter { $0.seatID == offer.seatID && $0.id != offer.id } ?? []
        var decision = withdraw(rivals, because: .seatFilled, at: now, using: &ids)
        let others = (pendingOffersOfMember[offer.memberID] ?? []).compactMap { id in request(of: id)?.offer(id) }
            .filter { $0.id != offer.id && !($0.requestID == offer.requestID && $0.seatID == offer.seatID) }
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
        case .seatFilled: .alreadyCovered
        case .requestCancelled: .requestCancelled
        case .memberBusy, .memberUnavailable, nil: .offerWithdrawn
        }
    }

    /// What the member of this offer can do next, as the words of the callback.
    package func allowedActions(for offer: Offer, of request: HelpRequest, at now: Timestamp) -> [String] {
        guard !request.state.isOver else { return [] }
        let isOpen = request.seat(offer.seatID)?.state == .open && offer.isAlive(at: now)
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
