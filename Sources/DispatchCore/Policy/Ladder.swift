/// How long a request may have an empty seat before each level of desks is called upon.
package struct Ladder: Equatable, Sendable {
    /// Seconds from the moment a seat is empty; they must not fall from level to level.
    package struct Clock: Equatable, Sendable {
        package var branchSeconds: Int
        package var townshipSeconds: Int
        package var countySeconds: Int

        package init(branchSeconds: Int, townshipSeconds: Int, countySeconds: Int) {
            self.branchSeconds = branchSeconds
            self.townshipSeconds = townshipSeconds
            self.countySeconds = countySeconds
        }

        func seconds(_ level: Desk.Level) -> Int {
            switch level {
            case .branch: branchSeconds
            case .township: townshipSeconds
            case .county: countySeconds
            }
        }
    }

    package var immediate = Clock(branchSeconds: 120, townshipSeconds: 240, countySeconds: 480)
    package var urgent = Clock(branchSeconds: 600, townshipSeconds: 1_200, countySeconds: 2_400)
    package var routine = Clock(branchSeconds: 7_200, townshipSeconds: 28_800, countySeconds: 86_400)

    package init() {}

    func clock(_ urgency: Urgency) -> Clock {
        switch urgency {
        case .immediate: immediate
        case .urgent: urgent
        case .routine, .scheduled: routine
        }
    }
}
