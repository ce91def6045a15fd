/// A case for which a desk was called upon, as far as the desk may know it.
package struct CalledDesk: Hashable, Sendable {
    /// A member nearby who is free.
    package struct Near: Hashable, Sendable {
        package var name: String
        package var phone: String
        package var distanceMeters: Double

        package init(name: String, phone: String, distanceMeters: Double) {
            self.name = name
            self.phone = phone
            self.distanceMeters = distanceMeters
        }
    }

    package var number: Int
    package var category: String
    package var urgency: PageUrgency
    package var township: String
    package var village: String
    /// Since nobody goes.
    package var waitedSeconds: Double
    /// When the desk reported in, by the clock on the wall; nil while it has not.
    package var reportedInAt: String?
    /// Whom to help and where; only once the desk has reported in.
    package var details: HeldAssignment?
    /// The nearest first; only once the desk has reported in.
    package var near: [Near]

    package init(
        number: Int,
        category: String,
        urgency: PageUrgency,
        township: String,
        village: String,
        waitedSeconds: Double,
        reportedInAt: String? = nil,
        details: HeldAssignment? = nil,
        near: [Near] = []
    ) {
        self.number = number
        self.category = category
        self.urgency = urgency
        self.township = township
        self.village = village
        self.waitedSeconds = waitedSeconds
        self.reportedInAt = reportedInAt
        self.details = details
        self.near = near
    }
}
