/// What the member who holds a seat may know.
package struct HeldAssignment: Hashable, Sendable {
    /// A step that was taken, and when, by the clock on the wall.
    package struct Taken: Hashable, Sendable {
        package var step: PageAction
        package var at: String

        package init(step: PageAction, at: String) {
            self.step = step
            self.at = at
        }
    }

    package var category: String
    package var urgency: PageUrgency
    package var township: String
    package var village: String
    package var name: String?
    package var phone: String?
    package var address: String?
    package var notes: String?
    package var summary: String?
    package var scheduledFor: String?
    package var point: MapPoint?
    /// Whether to say that the ambulance (120) comes first.
    package var remindsOfAmbulance: Bool
    /// From the accept on, oldest first.
    package var taken: [Taken]
    /// What is possible now, in the order of the case: the first step is the next one. `release` may be among them.
    package var actions: [PageAction]

    package init(
        category: String,
        urgency: PageUrgency,
        township: String,
        village: String,
        name: String?,
        phone: String?,
        address: String?,
        notes: String?,
        summary: String?,
        scheduledFor: String? = nil,
        point: MapPoint?,
        remindsOfAmbulance: Bool = false,
        taken: [Taken],
        actions: [PageAction]
    ) {
        self.category = category
        self.urgency = urgency
        self.township = township
        self.village = village
        self.name = name
        self.phone = phone
        self.address = address
        self.notes = notes
        self.summary = summary
        self.scheduledFor = scheduledFor
        self.point = point
        self.remindsOfAmbulance = remindsOfAmbulance
        self.taken = taken
        self.actions = actions
    }
}
