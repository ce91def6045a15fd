import Geospatial

/// One seat at one moment, as the value rule sees it: who is there, who is going, who has been asked.
struct SeatPicture {
    struct Going {
        let assignment: Assignment
        let prospect: Prospect
    }

    struct Asked {
        let offer: Offer
        let prospect: Prospect
        /// As if they said yes this moment: as long as that helps, their offer stays open, however long they are silent.
        let accepting: Prospect
    }

    let request: HelpRequest
    let seat: Seat
    /// Somebody is on scene, or further with the case.
    let isSomebodyThere: Bool
    /// Those who accepted and are not there yet.
    let going: [Going]
    /// Those who may still say yes.
    let asked: [Asked]

    var prospects: [Prospect] { going.map(\.prospect) + asked.map(\.prospect) }
}

extension Board {
    func picture(
        of seat: Seat,
        _ request: HelpRequest,
        _ parts: RequestParts,
        _ beliefs: Beliefs,
        at now: Timestamp
    ) -> SeatPicture {
        let live = parts.liveAssignments(on: seat)
        return SeatPicture(
            request: request,
            seat: seat,
            isSomebodyThere: live.contains(where: \.isThere),
            going: live.filter { !$0.isThere }.map { assignment in
                SeatPicture.Going(
                    assignment: assignment,
                    prospect: prospect(of: assignment, request, beliefs, at: now)
                )
            },
            asked: parts.pendingOffers(for: seat).map { offer in
                SeatPicture.Asked(
                    offer: offer,
                    prospect: prospect(of: offer, request, beliefs, at: now),
                    accepting: prospectOfAccepting(offer, request, beliefs)
                )
            }
        )
    }

    private func prospect(
        of assignment: Assignment,
        _ request: HelpRequest,
        _ beliefs: Beliefs,
        at now: Timestamp
    ) -> Prospect {
        let travelSeconds = travelSeconds(of: assignment.memberID, assignment.offerID, request, beliefs)
        guard let enRouteAt = assignment.enRouteAt, assignment.state != .accepted else {
            return beliefs.accepted(
                secondsAgo: max(0, now.seconds(since: assignment.acceptedAt)),
                travelSeconds: travelSeconds
            )
        }
        return beliefs.enRoute(secondsAgo: max(0, now.seconds(since: enRouteAt)), travelSeconds: travelSeconds)
    }

    private func prospect(
        of offer: Offer,
        _ request: HelpRequest,
        _ beliefs: Beliefs,
        at now: Timestamp
    ) -> Prospect {
        let history = roster.member(offer.memberID)?.history ?? MemberHistory()
        let travelSeconds = travelSeconds(of: offer.memberID, offer.id, request, beliefs)
        let isOutOfReach = offer.deliveredAt == nil && offer.silence != nil
        let waited = offer.deliveredAt.map { max(0, now.seconds(since: $0)) } ?? 0
        return beliefs.asked(
            acceptance: isOutOfReach ? 0 : beliefs.acceptance(of: history),
            waitedSeconds: waited,
            travelSeconds: travelSeconds
        )
    }

    /// From where they were last known to be; for somebody who has left the roster, from where they were asked.
    private func travelSeconds(
        of memberID: MemberID,
        _ offerID: OfferID,
        _ request: HelpRequest,
        _ beliefs: Beliefs
    ) -> Double {
        if let member = roster.member(memberID) {
            let distance = member.whereabouts.distanceMeters(to: request.place.coordinate)
            return beliefs.travelSeconds(distanceMeters: distance, by: member.transport)
        }
        let distance = request.offer(offerID)?.distanceMeters ?? 0
        return beliefs.travelSeconds(distanceMeters: distance, by: .walk)
    }

    /// The prospect of somebody who said yes this moment.
    func prospectOfAccepting(_ offer: Offer, _ request: HelpRequest, _ beliefs: Beliefs) -> Prospect {
        beliefs.accepted(
            secondsAgo: 0,
            travelSeconds: travelSeconds(of: offer.memberID, offer.id, request, beliefs)
        )
    }
}
