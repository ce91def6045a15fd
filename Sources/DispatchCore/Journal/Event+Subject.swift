extension Event {
    /// The stable name in the journal and the event stream.
    package var kind: String {
        switch self {
        case .requestOpened: "request.opened"
        case .requestUnanswered: "request.unanswered"
        case .requestCancelled: "request.cancelled"
        case .requestClosed: "request.closed"
        case .requestReopened: "request.reopened"
        case .requestNoted: "request.noted"
        case .requestGraded: "request.graded"
        case .seatAdded: "request.seat-added"
        case .placeCorrected: "request.place-corrected"
        case .urgencyChanged: "request.urgency-changed"
        case .offerMade: "offer.made"
        case .offerDelivered: "offer.delivered"
        case .offerSilent: "offer.silent"
        case .offerAccepted: "offer.accepted"
        case .offerDeclined: "offer.declined"
        case .offerExpired: "offer.expired"
        case .offerWithdrawn: "offer.withdrawn"
        case .offerUndeliverable: "offer.undeliverable"
        case .offerCovered: "offer.covered"
        case .offerReranked: "offer.reranked"
        case .assignmentNamedPrimary: "assignment.primary"
        case .assignmentNudged: "assignment.nudged"
        case .assignmentStepped: "assignment.stepped"
        case .assignmentEnded: "assignment.ended"
        case .assignmentReinstated: "assignment.reinstated"
        case .arrivalRecorded: "assignment.arrived"
        case .deskWhistled: "desk.whistled"
        case .deskDelivered: "desk.delivered"
        case .deskUndeliverable: "desk.undeliverable"
        case .deskReportedIn: "desk.reported-in"
        case .deskStoodDown: "desk.stood-down"
        case .memberDutyChanged: "member.duty-changed"
        case .memberForgotten: "member.forgotten"
        case .householdForgotten: "household.forgotten"
        case .personalDataErased: "personal-data.erased"
        case .learningReset: "learning.reset"
        case .endpointDisabled: "endpoint.disabled"
        case .endpointEnabled: "endpoint.enabled"
        case .endpointChecked: "endpoint.checked"
        case .rosterImported: "roster.imported"
        case .clockJumped: "clock.jumped"
        case .clockStepped: "clock.stepped"
        case .accessChanged: "access.changed"
        case .policyChanged: "policy.changed"
        }
    }

    /// The request it belongs to; nil for what concerns no single request.
    package var requestID: RequestID? {
        switch self {
        case .requestOpened(let event, _): event.requestID
        case .requestUnanswered(let event): event.requestID
        case .requestCancelled(let event): event.requestID
        case .requestClosed(let event): event.requestID
        case .requestReopened(let event): event.requestID
        case .requestNoted(let event): event.requestID
        case .requestGraded(let event): event.requestID
        case .seatAdded(let event): event.requestID
        case .placeCorrected(let event, _): event.requestID
        case .urgencyChanged(let event): event.requestID
        case .offerMade(let event): event.requestID
        case .offerDelivered(let event): event.requestID
        case .offerSilent(let event): event.requestID
        case .offerAccepted(let event): event.requestID
        case .offerDeclined(let event): event.requestID
        case .offerExpired(let event): event.requestID
        case .offerWithdrawn(let event): event.requestID
        case .offerUndeliverable(let event): event.requestID
        case .offerCovered(let event): event.requestID
        case .offerReranked(let event): event.requestID
        case .assignmentNamedPrimary(let event): event.requestID
        case .assignmentNudged(let event): event.requestID
        case .assignmentStepped(let event): event.requestID
        case .assignmentEnded(let event): event.requestID
        case .assignmentReinstated(let event): event.requestID
        case .arrivalRecorded(let event): event.requestID
        case .deskWhistled(let event): event.requestID
        case .deskDelivered(let event): event.requestID
        case .deskUndeliverable(let event): event.requestID
        case .deskReportedIn(let event): event.requestID
        case .deskStoodDown(let event): event.requestID
        case .memberDutyChanged, .memberForgotten, .householdForgotten, .personalDataErased, .learningReset,
            .endpointDisabled, .endpointEnabled, .endpointChecked, .rosterImported,
            .clockJumped, .clockStepped, .accessChanged, .policyChanged:
            nil
        }
    }
}
