/// The question put to one member for one seat.
package struct Offer: Equatable, Codable, Sendable {
    package enum State: String, Codable, Sendable {
        /// → any of the others.
        case pending
        /// They said yes; the assignment tells the rest. → stays.
        case accepted
        /// They said no. → `accepted` if they change their mind while the seat is empty and the offer alive.
        case declined
        /// Its time is over. → stays.
        case expired
        /// It is not needed any more, see `WithdrawalReason`. → `accepted` as for `declined`.
        case withdrawn
        /// Its notice could not be delivered. → `accepted` as for `declined`.
        case undeliverable

        /// Open or taken: a member has at most one such offer for a seat.
        package var isStanding: Bool {
            switch self {
            case .pending, .accepted: true
            case .declined, .expired, .withdrawn, .undeliverable: false
            }
        }
    }

    package enum WithdrawalReason: String, Codable, Sendable {
        case seatFilled = "seat-filled"
        /// The member took another seat.
        case memberBusy = "member-busy"
        case requestCancelled = "request-cancelled"
        /// The member went off duty or is no longer on the roster.
        case memberUnavailable = "member-unavailable"
        /// Others are there sooner; also told to a member who said yes when others were enough already.
        case notNeeded = "not-needed"
    }

    /// Why this member was chosen.
    package enum Reason: String, Codable, Sendable {
        /// A contact of the household.
        case contact
        /// Among the best by expected arrival in the first wave.
        case nearest
        /// In place of one who declined, could not be reached or stays silent.
        case replacement
        /// Assigned by an operator, or asked because an operator chose them.
        case byHand = "by-hand"
        /// They came forward themselves, in a group that reads of others' offers.
        case volunteer

        /// Whether the offer stays open while nobody goes, whatever it is weighed at.
        var isLasting: Bool {
            switch self {
            case .contact, .byHand: true
            case .nearest, .replacement, .volunteer: false
            }
        }

        /// Whether the member was asked, so that their answer tells how they answer.
        var isAsking: Bool {
            switch self {
            case .contact, .nearest, .replacement: true
            case .byHand, .volunteer: false
            }
        }
    }

    /// Why others are asked although this offer is still open.
    package enum Silence: String, Codable, Sendable {
        /// The first attempt to deliver the notice failed.
        case deliveryFailed = "delivery-failed"
        /// The endpoint has not confirmed the notice in time.
        case unconfirmed
        /// Delivered, and no answer in time.
        case noAnswer = "no-answer"
    }

    package let id: OfferID
    package let requestID: RequestID
    package let seatID: SeatID
    package let memberID: MemberID
    package let reason: Reason
    /// 1 for the best by expected arrival when they were asked, or when the place was corrected since.
    package internal(set) var rank: Int
    /// Great-circle distance at that time, in metres.
    package internal(set) var distanceMeters: Double
    /// Expected time to the arrival as of then, in seconds.
    package internal(set) var etaSeconds: Double
    /// How likely they were taken to be to accept, by their own history; nil where nobody weighed it.
    package let usualAcceptance: Double?
    /// How likely it was taken to be that they come; nil where nobody weighed it.
    package let chance: Double?
    /// By how many seconds they were expected to bring the first arrival forward; nil where nobody weighed it.
    package let gainSeconds: Double?
    package let offeredAt: Timestamp
    /// The seat's round in which it was made.
    package let round: Int

    package internal(set) var state: State = .pending
    package internal(set) var expiresAt: Timestamp
    /// When others are asked unless something comes back first: a confirmation until delivered, an answer afterwards.
    package internal(set) var silenceDueAt: Timestamp
    package internal(set) var deliveredAt: Timestamp?
    package internal(set) var answeredAt: Timestamp?
    package internal(set) var endedAt: Timestamp?
    package internal(set) var silence: Silence?
    package internal(set) var withdrawalReason: WithdrawalReason?

    package init(
        id: OfferID,
        requestID: RequestID,
        seatID: SeatID,
        memberID: MemberID,
        reason: Reason,
        rank: Int,
        distanceMeters: Double,
        etaSeconds: Double,
        usualAcceptance: Double? = nil,
        chance: Double? = nil,
        gainSeconds: Double? = nil,
        offeredAt: Timestamp,
        round: Int,
        state: State = .pending,
        expiresAt: Timestamp,
        silenceDueAt: Timestamp,
        deliveredAt: Timestamp? = nil,
        answeredAt: Timestamp? = nil,
        endedAt: Timestamp? = nil,
        silence: Silence? = nil,
        withdrawalReason: WithdrawalReason? = nil
    ) {
        self.id = id
        self.requestID = requestID
        self.seatID = seatID
        self.memberID = memberID
        self.reason = reason
        self.rank = rank
        self.distanceMeters = distanceMeters
        self.etaSeconds = etaSeconds
        self.usualAcceptance = usualAcceptance
        self.chance = chance
        self.gainSeconds = gainSeconds
        self.offeredAt = offeredAt
        self.round = round
        self.state = state
        self.expiresAt = expiresAt
        self.silenceDueAt = silenceDueAt
        self.deliveredAt = deliveredAt
        self.answeredAt = answeredAt
        self.endedAt = endedAt
        self.silence = silence
        self.withdrawalReason = withdrawalReason
    }

    /// Pending, and its notice has failed or was not confirmed in time: it may be out of reach, or all the network is.
    package var isUnreached: Bool { state == .pending && deliveredAt == nil && silence != nil }

    /// Pending, and nothing yet says that others must be asked in its place.
    package var isAwaited: Bool { state == .pending && silence == nil }

    /// Whether a yes comes in time, also after a no, a withdrawal or a failed delivery.
    package func isAlive(at now: Timestamp) -> Bool { state != .expired && now < expiresAt }
}
