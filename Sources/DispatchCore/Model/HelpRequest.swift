/// One call for help, from the call to its closing.
package struct HelpRequest: Equatable, Sendable {
    /// Seats of one request, as many as an opening may ask for: eight kinds of twenty. More is a second request.
    package static let seatLimit = 160
    /// Open offers whose notices do not arrive, before nobody more is asked. Were there no limit, a county whose network is
    /// down would ask every member it has, and all of them would hear of it when the network is back.
    package static let unreachedLimit = 100

    /// Open offers of one request, all its seats together, but for a few: whatever ends them all at once, as a
    /// cancellation does, is one commit that nobody has to wait for long.
    static let prospectLimit = 4_000

    package enum State: String, CaseIterable, Codable, Sendable {
        /// A seat is empty and members are being asked.
        case open
        /// Every seat is filled.
        case covered
        /// A member is there, or further with the case.
        case onScene = "on-scene"
        /// Every seat's work is done.
        case cleared
        /// Followed up and closed by an operator.
        case closed
        case cancelled
        /// A seat is empty and nobody is left to ask.
        case unanswered

        /// Nothing more will be dispatched.
        package var isOver: Bool { self == .closed || self == .cancelled }
    }

    package let id: RequestID
    /// The short number of the day, to say on the phone.
    package let number: Int
    /// The local day of that number, in days since 1970.
    package let day: Int
    package let category: String
    package internal(set) var urgency: Urgency
    package internal(set) var place: Place
    package let householdID: String?
    /// The household's contacts at the time of the call, in their order.
    package let contacts: [MemberID]
    package let createdAt: Timestamp
    package internal(set) var scheduledFor: WallTime?
    /// From when on members are asked; follows `scheduledFor` when the wall clock is set.
    package internal(set) var dispatchAt: Timestamp

    package internal(set) var seats: [Seat]
    package internal(set) var offers: [Offer] = []
    package internal(set) var assignments: [Assignment] = []
    /// Every call upon a desk, the first first.
    package internal(set) var whistles: [Whistle] = []
    /// Since when a seat has been empty, from `dispatchAt` on; nil while every seat has somebody. The ladder's clock.
    package internal(set) var uncoveredSince: Timestamp?
    /// Since when nobody is left to ask; nil while somebody is.
    package internal(set) var unansweredAt: Timestamp?
    /// When the first member was on scene.
    package internal(set) var firstArrivalAt: Timestamp?
    package internal(set) var closedAt: Timestamp?
    package internal(set) var cancelledAt: Timestamp?
    /// The grade of the follow-up, 1 (poor) to 5 (good).
    package internal(set) var grade: Int?

    package init(
        id: RequestID,
        number: Int,
        day: Int,
        category: String,
        urgency: Urgency,
        place: Place,
        householdID: String?,
        contacts: [MemberID],
        createdAt: Timestamp,
        scheduledFor: WallTime?,
        dispatchAt: Timestamp,
        seats: [Seat],
        offers: [Offer] = [],
        assignments: [Assignment] = [],
        whistles: [Whistle] = [],
        uncoveredSince: Timestamp? = nil,
        unansweredAt: Timestamp? = nil,
        firstArrivalAt: Timestamp? = nil,
        closedAt: Timestamp? = nil,
        cancelledAt: Timestamp? = nil,
        grade: Int? = nil
    ) {
        self.id = id
        self.number = number
        self.day = day
        self.category = category
        self.urgency = urgency
        self.place = place
        self.householdID = householdID
        self.contacts = contacts
        self.createdAt = createdAt
        self.scheduledFor = scheduledFor
        self.dispatchAt = dispatchAt
        self.seats = seats
        self.offers = offers
        self.assignments = assignments
        self.whistles = whistles
        self.uncoveredSince = uncoveredSince
        self.unansweredAt = unansweredAt
        self.firstArrivalAt = firstArrivalAt
        self.closedAt = closedAt
        self.cancelledAt = cancelledAt
        self.grade = grade
    }

    /// Follows from the seats and assignments; it is stored only so that lists can be filtered by it.
    package var state: State {
        if cancelledAt != nil { return .cancelled }
        if closedAt != nil { return .closed }
        if assignments.contains(where: \.isThere) { return .onScene }
        if seats.allSatisfy(\.isDone) { return .cleared }
        if seats.allSatisfy({ $0.state == .filled || $0.isDone }) { return .covered }
        return unansweredAt == nil ? .open : .unanswered
    }

    /// When it was closed or cancelled; nil while it is not over.
    package var endedAt: Timestamp? { closedAt ?? cancelledAt }

    /// The assignment that holds this seat; nil while nobody does.
    package func holder(of seatID: SeatID) -> Assignment? {
        assignments.last { $0.seatID == seatID && $0.state.isLive && $0.isPrimary }
    }

    /// So many notices do not arrive that asking more would help nobody.
    var isOutOfReach: Bool { offers.count(where: \.isUnreached) >= Self.unreachedLimit }

    package func seat(_ seatID: SeatID) -> Seat? {
        seats.first { $0.id == seatID }
    }

    package func offer(_ offerID: OfferID) -> Offer? {
        offers.first { $0.id == offerID }
    }

    /// The offer that counts when this one is answered.
    ///
    /// A member whose offer was withdrawn, or who was thanked and sent home, may be asked for the same seat again and then
    /// has two links; whichever they use, it is about the latest offer that is open or was accepted.
    package func standingOffer(for offerID: OfferID) -> Offer? {
        guard let offer = offer(offerID) else { return nil }
        let standing = offers.last {
            $0.seatID == offer.seatID && $0.memberID == offer.memberID && $0.state.isStanding
                && $0.round >= offer.round
        }
        return standing ?? offer
    }

    /// Calls upon desks that still hold: every seat has not been filled since.
    package var currentWhistles: [Whistle] { whistles.filter { $0.endedAt == nil } }

    package func whistle(_ id: WhistleID) -> Whistle? {
        whistles.first { $0.id == id }
    }

    /// Starts or stops the ladder's clock, as seats have become empty or are all filled.
    mutating func keepUncovered(at now: Timestamp) {
        guard !state.isOver, seats.contains(where: { $0.state == .open }) else {
            uncoveredSince = nil
            return
        }
        if uncoveredSince == nil { uncoveredSince = max(now, dispatchAt) }
    }

    /// The latest assignment that came from this offer.
    package func assignment(of offerID: OfferID) -> Assignment? {
        assignments.last { $0.offerID == offerID }
    }
}
