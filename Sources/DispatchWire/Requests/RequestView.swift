/// A request as the API shows it, with all that became of it.
package struct RequestView: Hashable, Sendable, Codable {
    package var id: String
    /// The number of the day, short enough to say on the phone.
    package var number: Int
    package var state: State
    package var category: String
    package var urgency: Urgency
    package var createdAt: WireTime
    /// Who opened it: the name of the token.
    package var openedBy: String?
    package var scheduledFor: WireTime?
    package var place: PlaceView
    package var householdId: String?
    /// Shown to those whose role may see it.
    package var summary: String?
    package var seats: [SeatView]
    package var offers: [OfferView]
    package var assignments: [AssignmentView]
    /// Calls upon desks, the first first.
    package var whistles: [WhistleView]
    /// Since when a seat has been empty; nil while every seat has somebody.
    package var uncoveredSince: WireTime?
    /// What the caller should be told: `call-120` for what is immediate and medical.
    package var advice: [String]
    /// What of it cannot be read in the store, each row by its name; nil when all can. Nobody is asked for such a request:
    /// dispatch it by hand, then close or cancel it.
    package var unreadable: [String]?
    /// The grade the household gave, 1 to 5.
    package var grade: Int?
    /// Open requests of the last half hour at the same place or household.
    package var similar: [SimilarRequest]
    /// The nearest members, to be rung or assigned by hand; only while the request is unanswered.
    package var unansweredNearest: [MemberToRing]?
    package var timeline: [EventMessage]
    /// The first position of the timeline, when its beginning is kept no longer or it is too long to be shown; otherwise nil.
    package var timelineStart: Int64?
    /// How many notes, all of them older, are not shown for want of room; nil for none.
    package var olderNotes: Int?
    /// When household, summary, notes, phone and exact place were erased; nil while they are kept.
    package var personalDataErasedAt: WireTime?

    package init(
        id: String,
        number: Int,
        state: State,
        category: String,
        urgency: Urgency,
        createdAt: WireTime,
        openedBy: String? = nil,
        scheduledFor: WireTime? = nil,
        place: PlaceView,
        householdId: String? = nil,
        summary: String? = nil,
        seats: [SeatView],
        offers: [OfferView] = [],
        assignments: [AssignmentView] = [],
        whistles: [WhistleView] = [],
        uncoveredSince: WireTime? = nil,
        advice: [String] = [],
        unreadable: [String]? = nil,
        grade: Int? = nil,
        similar: [SimilarRequest] = [],
        unansweredNearest: [MemberToRing]? = nil,
        timeline: [EventMessage] = [],
        timelineStart: Int64? = nil,
        olderNotes: Int? = nil,
        personalDataErasedAt: WireTime? = nil
    ) {
        self.id = id
        self.number = number
        self.state = state
        self.category = category
        self.urgency = urgency
        self.createdAt = createdAt
        self.openedBy = openedBy
        self.scheduledFor = scheduledFor
        self.place = place
        self.householdId = householdId
        self.summary = summary
        self.seats = seats
        self.offers = offers
        self.assignments = assignments
        self.whistles = whistles
        self.uncoveredSince = uncoveredSince
        self.advice = advice
        self.unreadable = unreadable
        self.grade = grade
        self.similar = similar
        self.unansweredNearest = unansweredNearest
        self.timeline = timeline
        self.timelineStart = timelineStart
        self.olderNotes = olderNotes
        self.personalDataErasedAt = personalDataErasedAt
    }

    /// How urgent a request is.
    package enum Urgency: String, CaseIterable, Codable, Sendable {
        case immediate
        case urgent
        case routine
        case scheduled
    }

    /// Where a request stands.
    package enum State: String, CaseIterable, Codable, Sendable {
        case open
        case covered
        case onScene = "on-scene"
        case cleared
        case closed
        case cancelled
        case unanswered
    }
}
