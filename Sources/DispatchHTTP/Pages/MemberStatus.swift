/// What a member's own page shows.
package struct MemberStatus: Hashable, Sendable {
    package enum Duty: Hashable, Sendable {
        case on
        case off
        /// Until then, by the clock on the wall.
        case away(until: String)
    }

    /// Something of the member's to open.
    package struct Entry: Hashable, Sendable {
        package var category: String
        package var urgency: PageUrgency
        package var township: String
        package var village: String
        /// The path of its page, `/o/…`.
        package var path: String

        package init(category: String, urgency: PageUrgency, township: String, village: String, path: String) {
            self.category = category
            self.urgency = urgency
            self.township = township
            self.village = village
            self.path = path
        }
    }

    /// The member's own name.
    package var name: String
    package var duty: Duty
    package var awayChoices: [AwayChoice]
    package var assignments: [Entry]
    package var pendingOffers: [Entry]
    /// Something was just saved.
    package var isSaved: Bool

    package init(
        name: String,
        duty: Duty,
        awayChoices: [AwayChoice],
        assignments: [Entry],
        pendingOffers: [Entry],
        isSaved: Bool = false
    ) {
        self.name = name
        self.duty = duty
        self.awayChoices = awayChoices
        self.assignments = assignments
        self.pendingOffers = pendingOffers
        self.isSaved = isSaved
    }
}
