import DispatchCore

extension Event {
    /// The event as a line of a test: its kind, whom it is about, and what matters of the rest.
    var words: String {
        let details: [String?] =
            switch self {
            case .requestOpened(let event, _): ["\(event.number)"]
            case .requestUnanswered, .requestCancelled, .requestReopened, .requestNoted: []
            case .requestGraded(let event): ["\(event.grade)"]
            case .seatAdded(let event): [event.role]
            case .placeCorrected(let event, _): [event.villageCode]
            case .urgencyChanged(let event): [event.urgency.rawValue]
            case .offerReranked(let event): [event.memberID.text, "\(event.rank)"]
            case .deskWhistled(let event): [event.deskID?.text ?? "nobody"]
            case .deskDelivered(let event): [event.deskID?.text]
            case .deskUndeliverable(let event): [event.deskID?.text]
            case .deskReportedIn(let event): [event.deskID?.text]
            case .deskStoodDown(let event): [event.deskID?.text ?? "nobody"]
            case .requestClosed(let event): [event.grade.map { "\($0)" }]
            case .offerMade(let event): [event.memberID.text, event.reason.rawValue, "\(event.rank)"]
            case .offerDelivered(let event): [event.memberID.text]
            case .offerSilent(let event): [event.memberID.text, event.silence.rawValue]
            case .offerAccepted(let event): [event.memberID.text, event.isByHand ? "by-hand" : nil]
            case .offerDeclined(let event): [event.memberID.text]
            case .offerExpired(let event): [event.memberID.text]
            case .offerWithdrawn(let event): [event.memberID.text, event.reason.rawValue]
            case .offerUndeliverable(let event): [event.memberID.text]
            case .offerCovered(let event): [event.memberID.text]
            case .assignmentNamedPrimary(let event): [event.memberID.text]
            case .assignmentNudged(let event): [event.memberID.text, event.awaited.rawValue]
            case .learningReset(let event): [event.memberID?.text]
            case .endpointDisabled(let event): ["\(event.endpointID)", event.reason.rawValue]
            case .endpointEnabled(let event): ["\(event.endpointID)"]
            case .endpointChecked(let event): ["\(event.endpointID)", event.isReached ? "reached" : "not-reached"]
            case .assignmentStepped(let event): [event.memberID.text, event.step.rawValue]
            case .assignmentEnded(let event): [event.memberID.text, event.ending.rawValue]
            case .assignmentReinstated(let event): [event.memberID.text]
            case .arrivalRecorded(let event): [event.memberID.text]
            case .memberDutyChanged(let event):
                [event.memberID.text, event.isOnDuty ? "on" : "off", event.awayUntil.map { _ in "away" }]
            case .memberForgotten(let event): [event.memberID.text]
            case .householdForgotten(let event): [event.householdID, "\(event.requests.count)"]
            case .personalDataErased(let event): ["\(event.requestCount)"]
            case .rosterImported(let event): [event.kind]
            case .clockJumped(let event): ["\(event.milliseconds)"]
            case .clockStepped(let event): ["\(event.stepMilliseconds)"]
            case .accessChanged(let event): [event.tokenID]
            case .policyChanged(let event): [event.digest]
            }
        return ([kind] + details.compactMap { $0 }).joined(separator: " ")
    }
}
