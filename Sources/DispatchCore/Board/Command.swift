package import Geospatial

/// What somebody or something asks of the board.
package enum Command: Sendable {
    case openRequest(NewHelpRequest)
    /// A member's answer to an offer: yes or no.
    case answer(OfferID, Answer)
    /// The member says that they would come, asked or not.
    case volunteer(MemberID, for: RequestID)
    /// A step of the assignment that came from this offer.
    case step(OfferID, Step)
    /// The member gives the seat back.
    case release(OfferID)
    /// An operator gives a seat to a member; one who lives beyond the operator's township is asked instead.
    ///
    /// - Parameter within: The code of that township; nil for the whole county.
    case assign(RequestID, SeatID?, MemberID, within: String? = nil)
    case cancelRequest(RequestID)
    case closeRequest(RequestID, grade: Int?)
    /// Those of its seats, or all, need somebody again.
    case reopenRequest(RequestID, seats: [SeatID])
    case addSeats(RequestID, [SeatPlan])
    case correctPlace(RequestID, Place)
    case changeUrgency(RequestID, Urgency)
    /// Calls the next desk now, whatever the ladder's clock says.
    case escalate(RequestID)
    /// A desk has the request in hand: the one of this whistle, or the one called last.
    case reportIn(RequestID, WhistleID?)
    /// The words stand beside the journal.
    case note(RequestID)
    case changeMember(MemberID, MemberChange)
    /// The endpoint took the notice about these offers.
    case confirmDelivery([OfferID])
    /// An attempt failed; `isFinal` when there will be no other.
    case reportFailedDelivery([OfferID], isFinal: Bool)
    case confirmWhistle(WhistleID, of: RequestID)
    /// The desk's notice will not arrive.
    case reportLostWhistle(WhistleID, of: RequestID)
    /// Switches an endpoint off for a reason, or on again.
    case changeEndpoint(Int64, disabled: DisabledEndpoint.Reason?)
    /// What the last messages to endpoints, or a test, have shown: whether they get there.
    case noteReach([Int64], isReached: Bool)
    /// Forgets what was learned of a member, or of all of them.
    case resetLearning(MemberID?)
    /// Erases what says who called, of those of these requests that the board has let go of.
    case erasePersonalData([RequestID], endedBefore: Timestamp)
    /// Erases a member everywhere.
    case forgetMember(MemberID)
    /// Erases a household everywhere, with its requests and these ones, which its phone called in.
    case forgetHousehold(String, requests: [RequestID])
    case replaceRoster(RosterReplacement)
    /// The wall clock is ahead of elapsed time by this much from now on.
    case noteClockStep(offsetMilliseconds: Int64)
    case noteAccessChange(AccessChanged)
    case notePolicyChange(PolicyChanged)
    /// Nothing but the passing of time.
    case tick

    package enum Answer: String, Sendable {
        case accept
        case decline
    }
}

/// A call for help whose place, household and contacts have been looked up.
package struct NewHelpRequest: Sendable {
    package var category: String
    /// nil: the category's default.
    package var urgency: Urgency?
    package var place: Place
    package var householdID: String?
    package var contacts: [MemberID]
    package var scheduledFor: WallTime?
    /// nil: the category's seats.
    package var seats: [SeatPlan]?
    /// What makes a repeated submission the same request.
    package var idempotency: Idempotency?
    /// When an integrator opens it: whose open seats count. nil for everybody else, who may always open one.
    package var integrators: IntegratorTokens?

    package init(
        category: String,
        urgency: Urgency? = nil,
        place: Place,
        householdID: String? = nil,
        contacts: [MemberID] = [],
        scheduledFor: WallTime? = nil,
        seats: [SeatPlan]? = nil,
        idempotency: Idempotency? = nil
    ) {
        self.category = category
        self.urgency = urgency
        self.place = place
        self.householdID = householdID
        self.contacts = contacts
        self.scheduledFor = scheduledFor
        self.seats = seats
        self.idempotency = idempotency
    }
}

/// The token of the integrator who opens a request, and those of all integrators of the county, valid or not.
package struct IntegratorTokens: Sendable {
    package let own: String
    package let all: Set<String>

    package init(own: String, all: Set<String>) {
        self.own = own
        self.all = all
    }
}

/// The caller's key for a submission and the digest of what they submitted.
package struct Idempotency: Hashable, Sendable {
    package let tokenID: String
    package let key: String
    /// SHA-256 of the body, hexadecimal.
    package let bodyDigest: String

    package init(tokenID: String, key: String, bodyDigest: String) {
        self.tokenID = tokenID
        self.key = key
        self.bodyDigest = bodyDigest
    }
}

/// What to change about a member; nil leaves a thing as it is.
package struct MemberChange: Sendable {
    package var isOnDuty: Bool?
    /// `.some(nil)` ends an absence.
    package var awayUntil: WallTime??
    /// `.some(nil)` sends them home.
    package var position: Coordinate??

    package init(isOnDuty: Bool? = nil, awayUntil: WallTime?? = nil, position: Coordinate?? = nil) {
        self.isOnDuty = isOnDuty
        self.awayUntil = awayUntil
        self.position = position
    }
}

/// A new edition of villages, members or households that takes the place of the one in force.
package struct RosterReplacement: Sendable {
    package let imported: RosterImported
    /// The roster that follows from it; nil when the edition is of households, which the board does not hold.
    package let roster: Roster?

    package init(imported: RosterImported, roster: Roster?) {
        self.imported = imported
        self.roster = roster
    }
}
