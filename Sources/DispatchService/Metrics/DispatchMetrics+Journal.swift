import CoreMetrics
package import DispatchCore

extension DispatchMetrics {
    /// Counts what a commit has written.
    ///
    /// - Parameter board: the board after the commit, which knows when a request was opened and first reached.
    package func count(_ entries: [JournalEntry], on board: Board) {
        // Two members may arrive in one batch, and bear the same time.
        var reached: Set<RequestID> = []
        for entry in entries {
            count(entry.event)
            guard entry.event.isArrival, let id = entry.event.requestID, let request = board.requests[id],
                request.firstArrivalAt == entry.at, reached.insert(id).inserted
            else { continue }
            firstArrival.record(entry.at.seconds(since: request.createdAt), request.urgency.rawValue)
        }
    }

    private func count(_ event: Event) {
        switch event {
        case .requestOpened(let event, _): requestsOpened.increment(event.urgency.rawValue)
        case .requestUnanswered: requestsUnanswered.increment()
        case .requestCancelled: requestsEnded.increment("cancelled")
        case .requestClosed: requestsEnded.increment("closed")
        case .offerMade(let event): offersMade.increment(event.reason.rawValue)
        case .offerSilent(let event): offersSilent.increment(event.silence.rawValue)
        case .offerAccepted(let event):
            offerOutcomes.increment(Offer.State.accepted.rawValue)
            accepts.increment(event.isByHand ? "operator" : "member")
        case .offerDeclined: offerOutcomes.increment(Offer.State.declined.rawValue)
        case .offerExpired: offerOutcomes.increment(Offer.State.expired.rawValue)
        case .offerWithdrawn, .offerCovered: offerOutcomes.increment(Offer.State.withdrawn.rawValue)
        case .offerUndeliverable: offerOutcomes.increment(Offer.State.undeliverable.rawValue)
        case .assignmentStepped(let event): assignmentSteps.increment(event.step.rawValue)
        case .assignmentEnded(let event): assignmentsEnded.increment(event.ending.rawValue)
        case .deskWhistled(let event): desksCalled.increment(event.level.rawValue)
        case .deskReportedIn: desksReportedIn.increment()
        case .clockJumped, .clockStepped: clockJumps.increment()
        case .requestReopened, .requestNoted, .requestGraded, .seatAdded, .placeCorrected, .urgencyChanged,
            .offerReranked, .deskDelivered, .deskUndeliverable, .deskStoodDown, .offerDelivered,
            .assignmentNamedPrimary, .assignmentNudged, .assignmentReinstated, .arrivalRecorded,
            .memberDutyChanged, .memberForgotten, .householdForgotten, .personalDataErased, .learningReset,
            .endpointDisabled, .endpointEnabled, .endpointChecked, .rosterImported, .accessChanged, .policyChanged:
            break
        }
    }
}

extension Event {
    /// Whether it says that somebody is on scene, or was on the way to a later step.
    fileprivate var isArrival: Bool {
        switch self {
        case .assignmentStepped(let event): event.step >= .onScene
        case .arrivalRecorded: true
        case .requestOpened, .requestUnanswered, .requestCancelled, .requestClosed, .requestReopened, .requestNoted,
            .requestGraded, .seatAdded, .placeCorrected, .urgencyChanged, .offerReranked, .deskWhistled, .deskDelivered,
            .deskUndeliverable, .deskReportedIn, .deskStoodDown, .offerMade, .offerDelivered, .offerSilent,
            .offerAccepted, .offerDeclined, .offerExpired, .offerWithdrawn, .offerUndeliverable,
            .offerCovered, .assignmentNamedPrimary, .assignmentNudged, .assignmentEnded, .assignmentReinstated,
            .memberDutyChanged, .memberForgotten, .householdForgotten, .personalDataErased, .learningReset,
            .endpointDisabled, .endpointEnabled, .endpointChecked, .rosterImported,
            .clockJumped, .clockStepped,
            .accessChanged, .policyChanged:
            false
        }
    }
}
