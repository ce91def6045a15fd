/// What came of delivering the notice of an offer.
extension Board {
    func decideDelivered<Generator>(
        _ offerIDs: [OfferID],
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Decision {
        var decision = Decision()
        for id in offerIDs {
            guard let request = request(of: id), let offer = request.offer(id), offer.deliveredAt == nil else {
                continue
            }
            let delivered = OfferDelivered(
                requestID: request.id,
                offerID: id,
                memberID: offer.memberID,
                silenceDueAt: now.adding(seconds: policy.answerSilenceSeconds)
            )
            decision.events.append(.offerDelivered(delivered))
            // It was withdrawn while on its way: now they must hear so.
            if offer.state == .withdrawn {
                decision.notices += notice(.offerWithdrawn, about: offer, at: now, using: &ids)
            }
        }
        return decision
    }

    func decideFailed(_ offerIDs: [OfferID], isFinal: Bool) -> Decision {
        var decision = Decision()
        for id in offerIDs {
            guard let request = request(of: id), let offer = request.offer(id), offer.state == .pending else {
                continue
            }
            if isFinal {
                let undeliverable = OfferUndeliverable(requestID: request.id, offerID: id, memberID: offer.memberID)
                decision.events.append(.offerUndeliverable(undeliverable))
            } else if offer.isAwaited, offer.deliveredAt == nil {
                decision.events.append(.offerSilent(silent(offer, .deliveryFailed)))
            }
        }
        return decision
    }

    /// Nothing follows for an endpoint that is so already.
    func decideChanging(endpoint id: Int64, disabled: DisabledEndpoint.Reason?) -> Decision {
        let isDisabled = roster.disabledEndpoints[id] != nil
        guard let disabled else {
            return isDisabled ? Decision(events: [.endpointEnabled(EndpointEnabled(endpointID: id))]) : Decision()
        }
        guard !isDisabled else { return Decision() }
        return Decision(events: [.endpointDisabled(EndpointDisabled(endpointID: id, reason: disabled))])
    }

    /// Nothing follows where it is known already.
    func decideReach(of ids: [Int64], isReached: Bool) -> Decision {
        let changed = ids.filter { isReached == (roster.unreachedEndpoints[$0] != nil) }
        return Decision(
            events: changed.map { .endpointChecked(EndpointChecked(endpointID: $0, isReached: isReached)) }
        )
    }

    func silent(_ offer: Offer, _ silence: Offer.Silence) -> OfferSilent {
        OfferSilent(requestID: offer.requestID, offerID: offer.id, memberID: offer.memberID, silence: silence)
    }
}
