/// A kind of trouble, with what follows from it.
package struct Category: Equatable, Sendable {
    package let name: String
    package let defaultUrgency: Urgency
    /// Seats of a request that names none.
    package let seats: [SeatPlan]
    /// The steps an assignment goes through, in order, ending with `cleared`.
    package let steps: [Step]
    /// Somebody may be ill or hurt: what is immediate carries the advice to call 120 as well.
    package let isMedical: Bool

    package init(
        name: String,
        defaultUrgency: Urgency,
        seats: [SeatPlan],
        steps: [Step],
        isMedical: Bool = false
    ) {
        self.isMedical = isMedical
        self.name = name
        self.defaultUrgency = defaultUrgency
        self.seats = seats
        self.steps = steps
    }

    /// The categories of a new county.
    package static var standard: [Category] {
        let driver = [SeatPlan(role: "driver", requires: ["vehicle"])]
        let helper = [SeatPlan(role: "helper", requires: [])]
        let visit: [Step] = [.enRoute, .onScene, .cleared]
        return [
            Category(
                name: "medical-transport",
                defaultUrgency: .immediate,
                seats: driver,
                steps: Step.allCases,
                isMedical: true
            ),
            Category(name: "fall", defaultUrgency: .immediate, seats: helper, steps: visit, isMedical: true),
            Category(name: "elder-check", defaultUrgency: .urgent, seats: helper, steps: visit),
            Category(name: "errand", defaultUrgency: .routine, seats: helper, steps: visit),
            Category(name: "repair", defaultUrgency: .routine, seats: helper, steps: visit),
            Category(name: "disaster", defaultUrgency: .immediate, seats: helper, steps: visit),
            Category(name: "other", defaultUrgency: .urgent, seats: helper, steps: visit),
        ]
    }
}

/// A seat as a category or a caller asks for it, before it has an id.
package struct SeatPlan: Equatable, Sendable {
    package let role: String
    package let requires: [String]

    package init(role: String, requires: [String]) {
        self.role = role
        self.requires = requires
    }
}
