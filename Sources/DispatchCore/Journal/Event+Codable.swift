/// The journal keeps the kind of an event beside its payload: `kind` picks the type that reads the payload.
extension Event {
    /// The payload alone, for an encoder.
    package var payload: any Codable & Sendable {
        switch self {
        case .requestOpened(let event, _): event
        case .requestUnanswered(let event): event
        case .requestCancelled(let event): event
        case .requestClosed(let event): event
        case .requestReopened(let event): event
        case .requestNoted(let event): event
        case .requestGraded(let event): event
        case .seatAdded(let event): event
        case .placeCorrected(let event, _): event
        case .urgencyChanged(let event): event
        case .offerMade(let event): event
        case .offerDelivered(let event): event
        case .offerSilent(let event): event
        case .offerAccepted(let event): event
        case .offerDeclined(let event): event
        case .offerExpired(let event): event
        case .offerWithdrawn(let event): event
        case .offerUndeliverable(let event): event
        case .offerCovered(let event): event
        case .offerReranked(let event): event
        case .assignmentNamedPrimary(let event): event
        case .assignmentNudged(let event): event
        case .assignmentStepped(let event): event
        case .assignmentEnded(let event): event
        case .assignmentReinstated(let event): event
        case .arrivalRecorded(let event): event
        case .deskWhistled(let event): event
        case .deskDelivered(let event): event
        case .deskUndeliverable(let event): event
        case .deskReportedIn(let event): event
        case .deskStoodDown(let event): event
        case .memberDutyChanged(let event): event
        case .memberForgotten(let event): event
        case .householdForgotten(let event): event
        case .personalDataErased(let event): event
        case .learningReset(let event): event
        case .endpointDisabled(let event): event
        case .endpointEnabled(let event): event
        case .endpointChecked(let event): event
        case .rosterImported(let event): event
        case .clockJumped(let event): event
        case .clockStepped(let event): event
        case .accessChanged(let event): event
        case .policyChanged(let event): event
        }
    }

    /// Reads a payload of this kind; nil for a kind that this version does not know.
    ///
    /// - Parameter read: Gives the payload as the type it is asked for.
    package init?(kind: String, read: any PayloadReader) throws {
        switch kind {
        case "request.opened":
            let opened: RequestOpened = try read.payload()
            self = .requestOpened(opened, try read.place(of: opened.requestID))
        case "request.unanswered": self = .requestUnanswered(try read.payload())
        case "request.cancelled": self = .requestCancelled(try read.payload())
        case "request.closed": self = .requestClosed(try read.payload())
        case "request.reopened": self = .requestReopened(try read.payload())
        case "request.noted": self = .requestNoted(try read.payload())
        case "request.graded": self = .requestGraded(try read.payload())
        case "request.seat-added": self = .seatAdded(try read.payload())
        case "request.place-corrected":
            let corrected: PlaceCorrected = try read.payload()
            self = .placeCorrected(corrected, try read.place(of: corrected.requestID))
        case "request.urgency-changed": self = .urgencyChanged(try read.payload())
        case "offer.made": self = .offerMade(try read.payload())
        case "offer.delivered": self = .offerDelivered(try read.payload())
        case "offer.silent": self = .offerSilent(try read.payload())
        case "offer.accepted": self = .offerAccepted(try read.payload())
        case "offer.declined": self = .offerDeclined(try read.payload())
        case "offer.expired": self = .offerExpired(try read.payload())
        case "offer.withdrawn": self = .offerWithdrawn(try read.payload())
        case "offer.undeliverable": self = .offerUndeliverable(try read.payload())
        case "offer.covered": self = .offerCovered(try read.payload())
        case "offer.reranked": self = .offerReranked(try read.payload())
        case "assignment.primary": self = .assignmentNamedPrimary(try read.payload())
        case "assignment.nudged": self = .assignmentNudged(try read.payload())
        case "assignment.stepped": self = .assignmentStepped(try read.payload())
        case "assignment.ended": self = .assignmentEnded(try read.payload())
        case "assignment.reinstated": self = .assignmentReinstated(try read.payload())
        case "assignment.arrived": self = .arrivalRecorded(try read.payload())
        case "desk.whistled": self = .deskWhistled(try read.payload())
        case "desk.delivered": self = .deskDelivered(try read.payload())
        case "desk.undeliverable": self = .deskUndeliverable(try read.payload())
        case "desk.reported-in": self = .deskReportedIn(try read.payload())
        case "desk.stood-down": self = .deskStoodDown(try read.payload())
        case "member.duty-changed": self = .memberDutyChanged(try read.payload())
        case "member.forgotten": self = .memberForgotten(try read.payload())
        case "household.forgotten": self = .householdForgotten(try read.payload())
        case "personal-data.erased": self = .personalDataErased(try read.payload())
        case "learning.reset": self = .learningReset(try read.payload())
        case "endpoint.disabled": self = .endpointDisabled(try read.payload())
        case "endpoint.enabled": self = .endpointEnabled(try read.payload())
        case "endpoint.checked": self = .endpointChecked(try read.payload())
        case "roster.imported": self = .rosterImported(try read.payload())
        case "clock.jumped": self = .clockJumped(try read.payload())
        case "clock.stepped": self = .clockStepped(try read.payload())
        case "access.changed": self = .accessChanged(try read.payload())
        case "policy.changed": self = .policyChanged(try read.payload())
        case _: return nil
        }
    }

    package protocol PayloadReader {
        /// Decodes the stored payload as whatever type the kind asks for.
        func payload<Payload: Decodable>() throws -> Payload
        /// Where a request is; it stands in the request's row.
        func place(of requestID: RequestID) throws -> Place
    }
}
