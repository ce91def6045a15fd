/// The journal keeps the kind of an event beside its payload: `kind` picks the type that reads the payload.
extension Event {
    /// The payload alone, for an encoder.
    package var payload: any Codable & Sendable {
        switch self {
        case .requestOpened(let event, _): event
        case .requestUnanswered(let event): event
        case .requestCancelled(let event): event
        case .requestClosed(let event): event
        case .offerMade(let event): event
        case .offerDelivered(let event): event
        case .offerSilent(let event): event
        case .offerAccepted(let event): event
        case .offerDeclined(let event): event
        case .offerExpired(let event): event
        case .offerWithdrawn(let event): event
        case .offerUndeliverable(let event): event
        case .offerCovered(let event): event
        case .assignmentNamedPrimary(let event): event
        case .assignmentNudged(let event): event
        case .assignmentStepped(let event): event
        case .assignmentEnded(let event): event
        case .assignmentReinstated(let event): event
        case .arrivalRecorded(let event): event
        case .memberDutyChanged(let event): event
        case .learningReset(let event): event
        case .rosterImported(let event): event
        case .clockJumped(let event): event
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
        case "offer.made": self = .offerMade(try read.payload())
        case "offer.delivered": self = .offerDelivered(try read.payload())
        case "offer.silent": self = .offerSilent(try read.payload())
        case "offer.accepted": self = .offerAccepted(try read.payload())
        case "offer.declined": self = .offerDeclined(try read.payload())
        case "offer.expired": self = .offerExpired(try read.payload())
        case "offer.withdrawn": self = .offerWithdrawn(try read.payload())
        case "offer.undeliverable": self = .offerUndeliverable(try read.payload())
        case "offer.covered": self = .offerCovered(try read.payload())
        case "assignment.primary": self = .assignmentNamedPrimary(try read.payload())
        case "assignment.nudged": self = .assignmentNudged(try read.payload())
        case "assignment.stepped": self = .assignmentStepped(try read.payload())
        case "assignment.ended": self = .assignmentEnded(try read.payload())
        case "assignment.reinstated": self = .assignmentReinstated(try read.payload())
        case "assignment.arrived": self = .arrivalRecorded(try read.payload())
        case "member.duty-changed": self = .memberDutyChanged(try read.payload())
        case "learning.reset": self = .learningReset(try read.payload())
        case "roster.imported": self = .rosterImported(try read.payload())
        case "clock.jumped": self = .clockJumped(try read.payload())
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
