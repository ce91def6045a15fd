/// A request as everybody in a group may know it, and who they can say they are.
///
/// Like ``UnansweredOffer`` it has no place for anything about the household.
package struct CalledGroup: Hashable, Sendable {
    /// Somebody to choose.
    package struct Name: Hashable, Sendable {
        /// The member's id.
        package var value: String
        package var name: String
        /// What tells namesakes apart; nil when there are none.
        package var village: String?

        package init(value: String, name: String, village: String?) {
            self.value = value
            self.name = name
            self.village = village
        }
    }

    /// A seat that somebody may still take.
    package struct Need: Hashable, Sendable {
        package var role: String
        package var requires: [String]

        package init(role: String, requires: [String]) {
            self.role = role
            self.requires = requires
        }
    }

    /// How one says who they are.
    package enum Roll: Hashable, Sendable {
        /// By choosing: those who were asked, and the others.
        case chosen(asked: [Name], others: [Name])
        /// By typing, in a group too large for a list.
        case typed
    }

    /// What was wrong with the last try.
    package enum Trouble: Hashable, Sendable {
        case notRecognised
        /// Many have guessed: only the whole number counts.
        case wholeNumber
        /// Too many tries; by the clock on the wall.
        case locked(until: String)
        /// They are known, and have nothing open here.
        case nothingOpen
    }

    package var number: Int
    package var category: String
    package var urgency: PageUrgency
    package var township: String
    package var village: String
    package var scheduledFor: String?
    package var needs: [Need]
    package var roll: Roll
    /// What was chosen or typed as the name before.
    package var claimed: String
    package var trouble: Trouble?

    package init(
        number: Int,
        category: String,
        urgency: PageUrgency,
        township: String,
        village: String,
        scheduledFor: String? = nil,
        needs: [Need] = [],
        roll: Roll,
        claimed: String = "",
        trouble: Trouble? = nil
    ) {
        self.number = number
        self.category = category
        self.urgency = urgency
        self.township = township
        self.village = village
        self.scheduledFor = scheduledFor
        self.needs = needs
        self.roll = roll
        self.claimed = claimed
        self.trouble = trouble
    }
}
