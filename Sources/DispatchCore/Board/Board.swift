import HeapModule

/// The whole state of dispatching in memory.
///
/// `decide` says what follows from a command and changes nothing; `apply` takes events and cannot fail; `advance` does
/// both and then settles what has become due. The tables hold the same state, so a start reads them and replays nothing.
package struct Board: Sendable {
    /// A closed or cancelled request stays for late answers: as long as a link lives after its assignment has ended.
    package static let endedRequestRetentionSeconds = 24 * 3600
    /// A repeated key is recognised for this long.
    package static let idempotencyLifeSeconds = 24 * 3600
    /// Requests that are not over; far above a county in a flood, small enough for memory (some 2 kB each).
    package static let openRequestLimit = 50_000

    package let countyCode: String
    /// The county's distance from UTC, for the number of the day.
    package let utcOffsetSeconds: Int
    package internal(set) var policy: Policy
    package internal(set) var roster: Roster
    package internal(set) var requests: [RequestID: HelpRequest] = [:]
    /// What the county has learned of its members together; each member's own history is on the roster.
    package internal(set) var learning = Learning()

    /// The position of the last applied journal entry.
    package internal(set) var position: Int64 = 0
    /// The time of the last applied journal entry.
    package internal(set) var lastEventAt = Timestamp(milliseconds: 0)
    /// By how many milliseconds the wall clock is ahead of elapsed time, as of the last step that was noted.
    package internal(set) var wallOffsetMilliseconds: Int64 = 0
    /// The highest number of each local day that has any: a day that comes again goes on from there. One more a day.
    package internal(set) var lastNumbers: [Int: Int] = [:]

    /// Requests that are not over and cannot be read, as their rows name them; to be dispatched by hand.
    package internal(set) var unreadable: [String] = []
    /// Members on assignments of those.
    var held: [HeldUnit] = []

    /// What has changed since it was last taken, for the tables.
    package internal(set) var changes = BoardChanges()

    // Derived from the requests.
    var placeOfOffer: [OfferID: OfferPlace] = [:]
    var pendingOffersOfMember: [MemberID: [OfferID]] = [:]
    package internal(set) var openRequestCount = 0

    // Derived; what is to be looked at, and when.
    var schedule = Heap<ScheduledMoment>()
    var moments: [ScheduledMoment.Subject: Timestamp] = [:]
    /// Requests to be looked at whatever their deadlines say, since when.
    var attention: [RequestID: Timestamp] = [:]
    /// What waits to be weighed, as far as a turn could not do all of it.
    var backlog = Backlog()
    /// Requests of which more has passed than was settled in one go; they come after what was due before then.
    var heldBack: [RequestID: Timestamp] = [:]
    /// Requests opened since the last settling.
    var opened: [RequestID] = []
    /// What is to be rescheduled once a decision is applied; nil while none is.
    var postponed: [ScheduledMoment.Subject]?
    /// When the seats of a request were last weighed.
    var weighedAt: [RequestID: Timestamp] = [:]
    /// Requests that want more members than there were when last looked at.
    var shortOfMembers: Set<RequestID> = []

    var openedWithKey: [IdempotencyKey: OpenedWithKey] = [:]

    /// Requests in the order of their opening, to find those that are like a new one; some may be gone.
    var inOrder: [RequestID] = []
    /// The tokens that opened requests, as far as tokens did, and how many seats stand open of what each opened.
    package internal(set) var openers: [RequestID: String] = [:]
    package internal(set) var openSeatsOfToken: [String: Int] = [:]

    package init(countyCode: String, utcOffsetSeconds: Int, policy: Policy, roster: Roster = Roster()) {
        self.countyCode = countyCode
        self.utcOffsetSeconds = utcOffsetSeconds
        self.policy = policy
        self.roster = roster
        for member in roster.members where member.awayUntil != nil { reschedule(.member(member.id)) }
    }

    /// What clocks on walls show at this moment, as far as is known.
    package func wall(at moment: Timestamp) -> WallTime {
        WallTime(milliseconds: moment.milliseconds.addingSaturated(wallOffsetMilliseconds))
    }

    /// When clocks on walls will show this, unless they are set.
    package func moment(of wall: WallTime) -> Timestamp {
        Timestamp(milliseconds: wall.milliseconds.subtractingSaturated(wallOffsetMilliseconds))
    }

    /// The local day at this moment, for the numbers of the day and the alerts of a week.
    func localDay(at moment: Timestamp) -> Int { wall(at: moment).localDay(utcOffsetSeconds: utcOffsetSeconds) }

    /// What is believed of members at this moment.
    package func beliefs(at now: Timestamp) -> Beliefs {
        let hour = wall(at: now).localHour(utcOffsetSeconds: utcOffsetSeconds)
        return Beliefs(learning, policy, at: now, localHour: hour)
    }

    /// The earliest moment at which `advance` has something to do; nil when nothing is waiting for time to pass.
    package var nextDeadline: Timestamp? {
        guard let waiting = backlog.since else { return schedule.min?.at }
        return schedule.min.map { min($0.at, waiting) } ?? waiting
    }

    /// How many requests wait to be weighed: more than a turn could do.
    package var backlogCount: Int { backlog.count }

    /// Looks up an offer together with its request.
    package func request(of offerID: OfferID) -> HelpRequest? {
        placeOfOffer[offerID].flatMap { requests[$0.requestID] }
    }

    /// Requests that are not over, oldest first.
    package var openRequests: [HelpRequest] {
        requests.values.filter { !$0.state.isOver }.sorted { $0.id < $1.id }
    }
}

/// The ids of what has changed since the changes were last taken.
package struct BoardChanges: Equatable, Sendable {
    package internal(set) var requests: Set<RequestID> = []
    /// Seats of those requests that are new or have changed.
    package internal(set) var seats: Set<SeatID> = []
    package internal(set) var offers: Set<OfferID> = []
    package internal(set) var assignments: Set<AssignmentID> = []
    package internal(set) var members: Set<MemberID> = []
    /// Members of whom something was learned.
    package internal(set) var histories: Set<MemberID> = []
    /// Something was learned of all of them together.
    package internal(set) var learning = false
    /// Endpoints that were switched off or on.
    package internal(set) var endpoints: Set<Int64> = []
    /// Requests that cannot be read and were dispatched by hand.
    package internal(set) var setAside: [SetAsideRequest] = []

    package init() {}
}

/// Where an offer stands: its request, and its position among the request's offers, which never changes.
struct OfferPlace: Sendable {
    let requestID: RequestID
    let position: Int
}

/// A request that cannot be read and that an operator has cancelled or closed.
package struct SetAsideRequest: Equatable, Sendable {
    package let id: RequestID
    package let isClosed: Bool
    package let at: Timestamp
}

struct IdempotencyKey: Hashable, Sendable {
    let tokenID: String
    let key: String
}

struct OpenedWithKey: Equatable, Sendable {
    let bodyDigest: String
    let requestID: RequestID
    let at: Timestamp
}
