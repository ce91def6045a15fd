/// The question put to one member for one seat, and what became of it.
package struct OfferView: Hashable, Sendable, Codable {
    package var id: String
    package var memberId: String
    /// Shown to those whose role may see it.
    package var memberName: String?
    /// Id of the seat.
    package var seat: String
    package var state: State
    package var distanceMeters: Int
    /// Seconds from the offer to the expected arrival.
    package var etaSeconds: Int
    package var offeredAt: WireTime
    package var deliveredAt: WireTime?
    package var answeredAt: WireTime?
    package var expiresAt: WireTime
    /// Why this member was asked: a short kebab-case word such as `contact`.
    package var reason: String
    /// 1 for the best by expected arrival.
    package var rank: Int
    /// How likely it was taken to be that they come, 0 to 1; nil where nobody weighed it.
    package var chance: Double?
    /// By how many seconds they were expected to bring the first arrival forward; nil where nobody weighed it.
    package var gainSeconds: Double?

    package init(
        id: String,
        memberId: String,
        memberName: String? = nil,
        seat: String,
        state: State,
        distanceMeters: Int,
        etaSeconds: Int,
        offeredAt: WireTime,
        deliveredAt: WireTime? = nil,
        answeredAt: WireTime? = nil,
        expiresAt: WireTime,
        reason: String,
        rank: Int,
        chance: Double? = nil,
        gainSeconds: Double? = nil
    ) {
        self.id = id
        self.memberId = memberId
        self.memberName = memberName
        self.seat = seat
        self.state = state
        self.distanceMeters = distanceMeters
        self.etaSeconds = etaSeconds
        self.offeredAt = offeredAt
        self.deliveredAt = deliveredAt
        self.answeredAt = answeredAt
        self.expiresAt = expiresAt
        self.reason = reason
        self.rank = rank
        self.chance = chance
        self.gainSeconds = gainSeconds
    }

    /// Where an offer stands.
    package enum State: String, CaseIterable, Codable, Sendable {
        case pending
        case accepted
        case declined
        case expired
        case withdrawn
        case undeliverable
    }
}
