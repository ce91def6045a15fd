/// What happened. The journal is the list of these; the board follows from it.
///
/// Events carry ids, codes and numbers, never a name, a phone, an address, a note or a summary, so that a person can be
/// erased without touching the journal.
package enum Event: Equatable, Sendable {
    /// The point itself is not journaled: a reader of the journal takes it from the request's row.
    case requestOpened(RequestOpened, Place)
    case requestUnanswered(RequestUnanswered)
    case requestCancelled(RequestCancelled)
    case requestClosed(RequestClosed)
    case requestReopened(RequestReopened)
    case requestNoted(RequestNoted)
    case requestGraded(RequestGraded)
    case seatAdded(SeatAdded)
    /// The point itself is not journaled, as for `requestOpened`.
    case placeCorrected(PlaceCorrected, Place)
    case urgencyChanged(UrgencyChanged)

    case offerMade(OfferMade)
    case offerDelivered(OfferDelivered)
    case offerSilent(OfferSilent)
    case offerAccepted(OfferAccepted)
    case offerDeclined(OfferDeclined)
    case offerExpired(OfferExpired)
    case offerWithdrawn(OfferWithdrawn)
    case offerUndeliverable(OfferUndeliverable)
    case offerCovered(OfferCovered)
    case offerReranked(OfferReranked)

    case assignmentNamedPrimary(AssignmentNamedPrimary)
    case assignmentNudged(AssignmentNudged)
    case assignmentStepped(AssignmentStepped)
    case assignmentEnded(AssignmentEnded)
    case assignmentReinstated(AssignmentReinstated)
    case arrivalRecorded(ArrivalRecorded)

    case deskWhistled(DeskWhistled)
    case deskDelivered(DeskDelivered)
    case deskUndeliverable(DeskUndeliverable)
    case deskReportedIn(DeskReportedIn)
    case deskStoodDown(DeskStoodDown)

    case memberDutyChanged(MemberDutyChanged)
    case memberForgotten(MemberForgotten)
    case householdForgotten(HouseholdForgotten)
    case personalDataErased(PersonalDataErased)
    case learningReset(LearningReset)
    case endpointDisabled(EndpointDisabled)
    case endpointEnabled(EndpointEnabled)
    case endpointChecked(EndpointChecked)
    case rosterImported(RosterImported)
    case clockJumped(ClockJumped)
    case clockStepped(ClockStepped)
    case accessChanged(AccessChanged)
    case policyChanged(PolicyChanged)
}

package struct RequestOpened: Equatable, Codable, Sendable {
    package struct OpenedSeat: Equatable, Codable, Sendable {
        package let id: SeatID
        package let role: String
        package let requires: [String]
    }

    package let requestID: RequestID
    package let number: Int
    package let day: Int
    package let category: String
    package let urgency: Urgency
    package let villageCode: String
    package let householdID: String?
    package let contacts: [MemberID]
    package let seats: [OpenedSeat]
    package let scheduledFor: WallTime?
    package let dispatchAt: Timestamp
}

package struct RequestUnanswered: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let seatID: SeatID
}

package struct RequestCancelled: Equatable, Codable, Sendable {
    package let requestID: RequestID
}

package struct RequestClosed: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let grade: Int?
}

/// It was over, and goes on.
package struct RequestReopened: Equatable, Codable, Sendable {
    package let requestID: RequestID
    /// Those that need somebody again.
    package let seatIDs: [SeatID]
}

/// Somebody wrote something down; the words stand beside the journal.
package struct RequestNoted: Equatable, Codable, Sendable {
    package let requestID: RequestID
}

/// The grade of a follow-up that came after the closing.
package struct RequestGraded: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let grade: Int
}

package struct SeatAdded: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let seatID: SeatID
    package let role: String
    package let requires: [String]
}

package struct PlaceCorrected: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let villageCode: String
}

package struct UrgencyChanged: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let urgency: Urgency
    package let dispatchAt: Timestamp
}

/// How far it is for a member now that the place is another.
package struct OfferReranked: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let offerID: OfferID
    package let memberID: MemberID
    package let rank: Int
    package let distanceMeters: Double
    package let etaSeconds: Double
    /// For one who is on the way: when they must be on scene, and when they are reminded before.
    package let onSceneDueAt: Timestamp?
    package let nudgeDueAt: Timestamp?
}

/// A desk is called upon.
package struct DeskWhistled: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let whistleID: WhistleID
    package let level: Desk.Level
    /// nil: there is none at this level or above it.
    package let deskID: DeskID?
}

package struct DeskDelivered: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let whistleID: WhistleID
    package let deskID: DeskID?
}

package struct DeskUndeliverable: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let whistleID: WhistleID
    package let deskID: DeskID?
}

/// The desk has the request in hand.
package struct DeskReportedIn: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let whistleID: WhistleID
    package let deskID: DeskID?
}

/// Every seat has somebody, or the request is over: the desk is told so with thanks.
package struct DeskStoodDown: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let whistleID: WhistleID
    package let deskID: DeskID?
}

package struct OfferMade: Equatable, Codable, Sendable {
    package let offerID: OfferID
    package let requestID: RequestID
    package let seatID: SeatID
    package let memberID: MemberID
    package let reason: Offer.Reason
    package let rank: Int
    package let distanceMeters: Double
    package let etaSeconds: Double
    package let usualAcceptance: Double?
    package let chance: Double?
    package let gainSeconds: Double?
    package let round: Int
    package let silenceDueAt: Timestamp
    package let expiresAt: Timestamp
}

package struct OfferDelivered: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let offerID: OfferID
    package let memberID: MemberID
    package let silenceDueAt: Timestamp
}

package struct OfferSilent: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let offerID: OfferID
    package let memberID: MemberID
    package let silence: Offer.Silence
}

package struct OfferAccepted: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let offerID: OfferID
    package let seatID: SeatID
    package let memberID: MemberID
    package let assignmentID: AssignmentID
    package let isByHand: Bool
    /// nil, as in old journals: yes.
    package let isPrimary: Bool?
    /// nil, as in old journals: 0.
    package let unit: Int?
    package let enRouteDueAt: Timestamp?
    package let nudgeDueAt: Timestamp?
}

/// The member said yes, and others are enough already.
package struct OfferCovered: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let offerID: OfferID
    package let memberID: MemberID
}

/// Of those who hold a seat together, this one is expected first, or was there first.
package struct AssignmentNamedPrimary: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let seatID: SeatID
    package let assignmentID: AssignmentID
    package let memberID: MemberID
}

/// The member was reminded of the next step.
package struct AssignmentNudged: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let assignmentID: AssignmentID
    package let memberID: MemberID
    package let awaited: Step
}

package struct OfferDeclined: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let offerID: OfferID
    package let memberID: MemberID
}

package struct OfferExpired: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let offerID: OfferID
    package let memberID: MemberID
}

package struct OfferWithdrawn: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let offerID: OfferID
    package let memberID: MemberID
    package let reason: Offer.WithdrawalReason
}

package struct OfferUndeliverable: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let offerID: OfferID
    package let memberID: MemberID
}

package struct AssignmentStepped: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let assignmentID: AssignmentID
    package let memberID: MemberID
    package let step: Step
    /// When they must be on scene, and when they are reminded before; nil unless they set out with this step.
    package let onSceneDueAt: Timestamp?
    package let nudgeDueAt: Timestamp?
    /// Real by expected speed, for one who said both that they set out and that they were there; otherwise nil.
    package let pace: Double?
    /// What they went by, which the pace is about: lists may say something else later, or nothing. Nil without a pace, and in
    /// entries that were written before it was noted.
    package let transport: Transport?
}

package struct AssignmentEnded: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let assignmentID: AssignmentID
    package let memberID: MemberID
    package let ending: Assignment.Ending
}

/// Somebody who had given the seat back or not set out in time holds it again.
package struct AssignmentReinstated: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let assignmentID: AssignmentID
    package let memberID: MemberID
    /// nil, as in old journals: 0.
    package let unit: Int?
}

/// Somebody who no longer holds the seat is on scene all the same.
package struct ArrivalRecorded: Equatable, Codable, Sendable {
    package let requestID: RequestID
    package let assignmentID: AssignmentID
    package let memberID: MemberID
}

package struct MemberDutyChanged: Equatable, Codable, Sendable {
    package let memberID: MemberID
    package let isOnDuty: Bool
    package let awayUntil: WallTime?
}

/// A member is erased everywhere; their id in older entries means nobody any more.
package struct MemberForgotten: Equatable, Codable, Sendable {
    package let memberID: MemberID
}

/// A household is erased everywhere, and who called in its requests.
package struct HouseholdForgotten: Equatable, Codable, Sendable {
    package let householdID: String
    /// Those of its requests that the board still held; all are over.
    package let requests: [RequestID]
}

/// Who called, from where and what was written down is erased of requests that have long been over.
///
/// One entry for each step of a sweep, with how many and how old, not one for each request: it is enough to prove that and
/// when it was done, and which requests it was stands in their rows.
package struct PersonalDataErased: Equatable, Codable, Sendable {
    package let requestCount: Int
    /// All of them ended before.
    package let cutOffAt: Timestamp
}

/// What was learned is forgotten.
package struct LearningReset: Equatable, Codable, Sendable {
    /// nil: of everybody.
    package let memberID: MemberID?
}

/// Nothing is sent there any more, and its members count as out of reach.
package struct EndpointDisabled: Equatable, Codable, Sendable {
    package let endpointID: Int64
    package let reason: DisabledEndpoint.Reason
}

package struct EndpointEnabled: Equatable, Codable, Sendable {
    package let endpointID: Int64
}

/// Messages get there again, or do not any more.
package struct EndpointChecked: Equatable, Codable, Sendable {
    package let endpointID: Int64
    package let isReached: Bool
}

package struct RosterImported: Equatable, Codable, Sendable {
    package let kind: String
    package let edition: Int64
    package let rows: Int
    package let added: Int
    package let changed: Int
    package let removed: Int
    /// SHA-256 of the file, hexadecimal.
    package let digest: String

    package init(kind: String, edition: Int64, rows: Int, added: Int, changed: Int, removed: Int, digest: String) {
        self.kind = kind
        self.edition = edition
        self.rows = rows
        self.added = added
        self.changed = changed
        self.removed = removed
        self.digest = digest
    }
}

/// Written before there was elapsed time, and still read.
package struct ClockJumped: Equatable, Codable, Sendable {
    /// How far the clock went ahead of the time that really passed; deadlines move by as much.
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }
}

/// Somebody or something set the wall clock.
package struct ClockStepped: Equatable, Codable, Sendable {
    /// By how much the wall clock is ahead of elapsed time from now on; negative when it is behind.
    package let offsetMilliseconds: Int64
    /// How far it was set, forward or back.
    package let stepMilliseconds: Int64
}

package struct AccessChanged: Equatable, Codable, Sendable {
    package enum Change: String, Codable, Sendable {
        case created
        case revoked
    }

    package let tokenID: String
    package let change: Change

    package init(tokenID: String, change: Change) {
        self.tokenID = tokenID
        self.change = change
    }
}

package struct PolicyChanged: Equatable, Codable, Sendable {
    /// SHA-256 of the effective policy, hexadecimal.
    package let digest: String

    package init(digest: String) {
        self.digest = digest
    }
}
