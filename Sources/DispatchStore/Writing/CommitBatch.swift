package import DispatchCore

/// Everything one transaction writes: journal, tables and outbox together, or nothing.
package struct CommitBatch: Sendable {
    /// The journal position that the batch builds on; another one in the store means that somebody else wrote.
    package var expectedPosition: Int64
    package var entries: [JournalEntry] = []
    /// How the clocks stand; nil leaves what is stored.
    package var clock: StoredClock?
    /// The wall clock was set.
    package var clockStep: ClockHistory.Step?

    // After-images of what the entries changed.
    package var requests: [HelpRequest] = []
    /// Seats of requests known before that are new or have changed.
    package var seats: Set<SeatID> = []
    package var offers: [Offer] = []
    package var assignments: [Assignment] = []
    package var members: [Member] = []
    /// Members of whom something was learned.
    package var histories: [Member] = []
    /// Endpoints that were switched off, or on again with nil; that are not reached any more, or again.
    package var endpoints: [(id: Int64, disabled: DisabledEndpoint?, unreachedSince: Timestamp?)] = []
    /// What is known of all members together, if it has changed.
    package var learning: Learning?
    /// Requests that cannot be read and are over.
    package var setAside: [SetAsideRequest] = []

    package var notices: [Notice] = []
    /// Offers whose notice of their making is not to be sent any more.
    package var cancelledNotices: [OfferID] = []
    package var settlements: [DeliverySettlement] = []
    package var records: [StoreRecord] = []

    package init(expectedPosition: Int64) {
        self.expectedPosition = expectedPosition
    }

    package var isEmpty: Bool {
        entries.isEmpty && requests.isEmpty && offers.isEmpty && assignments.isEmpty && members.isEmpty
            && histories.isEmpty && learning == nil && endpoints.isEmpty && setAside.isEmpty
            && notices.isEmpty && cancelledNotices.isEmpty && settlements.isEmpty && records.isEmpty
    }
}

/// What the journal does not carry: words about people, and what belongs to the shell.
package enum StoreRecord: Sendable {
    case requestDetails(RequestID, RequestDetails)
    case idempotency(Idempotency, RequestID, at: Timestamp)
    /// What was answered to a submission with a key.
    case idempotencyAnswer(tokenID: String, key: String, answer: String)
    case note(RequestID, at: Timestamp, actor: Actor, kind: NoteKind, text: String)
    case accessToken(AccessTokenRecord)
    case accessTokenRevoked(id: String, at: WallTime)
    case memberLink(id: MemberLinkID, MemberID, at: Timestamp)
    /// A link in the place of every earlier one of its member.
    case memberLinkRenewed(id: MemberLinkID, MemberID, at: Timestamp)
    /// A staged list of members is about to come into force: links of those who leave or return follow.
    case memberLinksFollow(edition: Int64, at: Timestamp)
    /// Somebody claimed to be a member and could not show it.
    case identityClaimed(IdentityClaim)
    /// A signed answer was taken.
    case answerTaken(id: String, at: Timestamp)
    /// What came of a test.
    case endpointTested(id: Int64, at: Timestamp, isSent: Bool)
    /// A new secret signs beside the listed one.
    case endpointRotated(id: Int64, newSecret: String)
    /// The listed secret signs no more.
    case endpointRotationFinished(id: Int64)
    /// A settled delivery is to be made once more.
    case deliveryReplayed(id: Int64, at: Timestamp)
    /// Something is not kept any longer.
    case swept(SweptRows)
    case forgotten(Erasure)
    case editionStarted(id: Int64, RosterKind, at: Timestamp)
    case editionVillages(id: Int64, [Village])
    case editionMembers(id: Int64, [MemberRecord])
    case editionHouseholds(id: Int64, [HouseholdRecord])
    case editionDesks(id: Int64, [DeskRecord])
    /// Members that an import leaves out but that must stay for now.
    case editionKeepsMembers(id: Int64, [MemberID])
    case editionInForce(id: Int64, RosterKind)
    /// A staged edition that will not come into force.
    case editionAbandoned(id: Int64)
    /// Removes some rows of editions that are out of force or were never finished.
    case editionsSwept(rowLimit: Int)

    package enum NoteKind: String, Sendable {
        case cancelReason = "cancel-reason"
        case followUp = "follow-up"
        case note
        /// Somebody else called about the same trouble.
        case call
    }
}

/// What is known about a request beyond what the board holds.
package struct RequestDetails: Equatable, Sendable {
    package let callerPhone: String?
    package let summary: String?
    package let openedBy: Actor
    /// When phone, summary, household, contacts, exact place and notes were erased; nil while they are kept.
    package var personalDataErasedAt: Timestamp?

    package init(callerPhone: String?, summary: String?, openedBy: Actor) {
        self.callerPhone = callerPhone
        self.summary = summary
        self.openedBy = openedBy
    }
}

/// The id of the link to a member's own page.
package typealias MemberLinkID = Identifier<MemberLinkSubject>
package enum MemberLinkSubject {}

/// What one attempt met on its way, for whoever looks after endpoints.
package struct AttemptLog: Equatable, Sendable {
    /// Milliseconds since the attempt started; nil for what it did not come to.
    package var dnsMilliseconds: Int?
    package var connectMilliseconds: Int?
    package var tlsMilliseconds: Int?
    package var firstByteMilliseconds: Int?
    /// What went wrong below HTTP.
    package var fault: String?
    /// What a platform calls its answer.
    package var platformCode: String?
    /// The beginning of the answer's body, at most 2,000 bytes.
    package var answer: [UInt8] = []
    /// The delivery whose message brought this one along; nil when it had one of its own.
    package var leadDeliveryID: Int64?

    package init() {}
}

/// What came of one attempt to deliver.
package struct DeliverySettlement: Equatable, Sendable {
    package enum Outcome: Equatable, Sendable {
        case sent
        case retry(dueAt: Timestamp)
        case givenUp

        var text: String {
            switch self {
            case .sent: "sent"
            case .retry: "retry"
            case .givenUp: "given-up"
            }
        }
    }

    package let deliveryID: Int64
    /// Counts from 1; nil when the delivery ended without another attempt.
    package let attempt: Int?
    package let startedAt: Timestamp
    package let finishedAt: Timestamp
    package let outcome: Outcome
    package let status: Int?
    package let reason: String?
    package let milliseconds: Double?
    package let log: AttemptLog
    /// Where the notice goes as well from now on, unless it does already.
    package let fallbackEndpointID: Int64?
    /// False for what is no fault of the endpoint, as when this machine's clock is wrong.
    package let countsForHealth: Bool

    package init(
        deliveryID: Int64,
        attempt: Int?,
        startedAt: Timestamp,
        finishedAt: Timestamp,
        outcome: Outcome,
        status: Int?,
        reason: String?,
        milliseconds: Double?,
        log: AttemptLog = AttemptLog(),
        fallbackEndpointID: Int64? = nil,
        countsForHealth: Bool = true
    ) {
        self.log = log
        self.fallbackEndpointID = fallbackEndpointID
        self.countsForHealth = countsForHealth
        self.deliveryID = deliveryID
        self.attempt = attempt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.outcome = outcome
        self.status = status
        self.reason = reason
        self.milliseconds = milliseconds
    }
}
