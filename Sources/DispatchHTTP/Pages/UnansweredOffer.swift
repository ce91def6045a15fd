/// All that a member may know of a request before they have said yes.
///
/// It has no place for a name, a phone number, an address, a note or a summary, so that no mistake in a page can show one.
package struct UnansweredOffer: Hashable, Sendable {
    /// The category's name in the configuration, as `medical-transport`.
    package var category: String
    package var urgency: PageUrgency
    package var township: String
    package var village: String
    /// The seat's role, as `driver`.
    package var role: String
    /// The capabilities the seat requires, as `vehicle`.
    package var requires: [String]
    package var distanceMeters: Double
    /// From the accept to the door.
    package var etaSeconds: Double
    /// Until when an answer counts, by the clock on the wall: `18:42`.
    package var answerBy: String?
    /// When a scheduled request takes place, by the clock on the wall.
    package var scheduledFor: String?
    /// The member has said no, and may still say yes.
    package var isDeclined: Bool

    package init(
        category: String,
        urgency: PageUrgency,
        township: String,
        village: String,
        role: String,
        requires: [String],
        distanceMeters: Double,
        etaSeconds: Double,
        answerBy: String?,
        scheduledFor: String? = nil,
        isDeclined: Bool = false
    ) {
        self.category = category
        self.urgency = urgency
        self.township = township
        self.village = village
        self.role = role
        self.requires = requires
        self.distanceMeters = distanceMeters
        self.etaSeconds = etaSeconds
        self.answerBy = answerBy
        self.scheduledFor = scheduledFor
        self.isDeclined = isDeclined
    }
}
