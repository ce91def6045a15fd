/// What follows from a command. Deciding changes nothing; it refuses or says what is to be recorded and sent.
extension Board {
    package func decide<Generator>(
        _ command: Command,
        by actor: Actor,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> Decision {
        switch command {
        case .openRequest(let new): return try decideOpening(new, at: now, using: &ids)
        case .answer(let offerID, .accept): return try decideAccept(offerID, at: now, using: &ids)
        case .answer(let offerID, .decline): return try decideDecline(offerID, at: now)
        case .volunteer(let memberID, let requestID):
            return try decideVolunteering(memberID, for: requestID, at: now, using: &ids)
        case .step(let offerID, let step): return try decideStep(offerID, step, at: now, using: &ids)
        case .release(let offerID): return try decideRelease(offerID, at: now)
        case .assign(let requestID, let seatID, let memberID, let township):
            return try decideAssigning(requestID, seatID, memberID, within: township, at: now, using: &ids)
        case .cancelRequest(let requestID): return try decideCancelling(requestID, at: now, using: &ids)
        case .closeRequest(let requestID, let grade): return try decideClosing(requestID, grade: grade)
        case .reopenRequest(let requestID, let seats): return try decideReopening(requestID, seats)
        case .addSeats(let requestID, let plans): return try decideAdding(plans, to: requestID, at: now, using: &ids)
        case .correctPlace(let requestID, let place):
            return try decideCorrecting(place, of: requestID, at: now, using: &ids)
        case .changeUrgency(let requestID, let urgency): return try decideChanging(requestID, to: urgency, at: now)
        case .escalate(let requestID): return try decideEscalating(requestID, at: now, using: &ids)
        case .reportIn(let requestID, let whistleID): return try decideReportingIn(requestID, whistleID)
        case .note(let requestID): return Decision(events: [.requestNoted(RequestNoted(requestID: requestID))])
        case .changeMember(let memberID, let change): return try decideChange(of: memberID, change, at: now)
        case .confirmDelivery(let offerIDs): return decideDelivered(offerIDs, at: now, using: &ids)
        case .reportFailedDelivery(let offerIDs, let isFinal): return decideFailed(offerIDs, isFinal: isFinal)
        case .confirmWhistle(let id, let requestID): return decideDelivered(id, of: requestID)
        case .reportLostWhistle(let id, let requestID): return decideLost(id, of: requestID)
        case .changeEndpoint(let id, let disabled): return decideChanging(endpoint: id, disabled: disabled)
        case .noteReach(let ids, let isReached): return decideReach(of: ids, isReached: isReached)
        case .resetLearning(let memberID): return try decideResetting(memberID)
        case .erasePersonalData(let requestIDs, let time): return decideErasing(requestIDs, endedBefore: time)
        case .forgetMember(let id): return try decideForgetting(id, at: now)
        case .forgetHousehold(let id, let requestIDs): return try decideForgetting(household: id, requestIDs)
        case .replaceRoster(let replacement): return try decideReplacing(replacement)
        case .noteClockStep(let offset): return decideClockStep(to: offset)
        case .noteAccessChange(let change): return Decision(events: [.accessChanged(change)])
        case .notePolicyChange(let change): return Decision(events: [.policyChanged(change)])
        case .tick: return Decision()
        }
    }

    /// The request, or a refusal.
    func known(_ id: RequestID) throws(Refusal) -> HelpRequest {
        guard let request = requests[id] else { throw .unknownRequest }
        return request
    }

    /// The offer that counts for the one named, and its request, or a refusal.
    func known(_ id: OfferID) throws(Refusal) -> (HelpRequest, Offer) {
        guard let request = request(of: id), let offer = request.standingOffer(for: id) else { throw .unknownOffer }
        return (request, offer)
    }

    /// Events, notices and recalled notices for offers that are not needed any more.
    func withdraw<Generator>(
        _ offers: some Sequence<Offer>,
        because reason: Offer.WithdrawalReason,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Decision {
        var decision = Decision()
        for offer in offers where offer.state == .pending {
            decision.events.append(
                .offerWithdrawn(
                    OfferWithdrawn(
                        requestID: offer.requestID,
                        offerID: offer.id,
                        memberID: offer.memberID,
                        reason: reason
                    )
                )
            )
            decision.cancelledNotices.append(offer.id)
            // One who has not received the offer need not hear that it is withdrawn; should it have been on its way,
            // its delivery makes the withdrawal known, see `decideDelivered`.
            guard offer.deliveredAt != nil else { continue }
            decision.notices += notice(.offerWithdrawn, about: offer, at: now, using: &ids)
        }
        return decision
    }

    /// A notice to the member of this offer; none when they cannot be reached by one.
    func notice<Generator>(
        _ kind: Notice.Kind,
        about offer: Offer,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> [Notice] {
        guard let endpointID = roster.member(offer.memberID).flatMap({ roster.endpointID(of: $0) }) else { return [] }
        let deadline =
            switch kind {
            case .offerCreated: offer.expiresAt
            case .offerWithdrawn, .assignmentCreated, .assignmentStoodDown, .assignmentNudged, .placeCorrected,
                .deskWhistled, .deskStoodDown:
                now.adding(seconds: policy.noticeLifeSeconds)
            }
        return [
            Notice(
                id: ids.next(at: now),
                kind: kind,
                requestID: offer.requestID,
                subject: .offers([offer.id], of: offer.memberID),
                endpointID: endpointID,
                createdAt: now,
                deadline: deadline
            )
        ]
    }
}
