/// By how much the wall clock was ahead of elapsed time, and since when: what turns one into the other.
///
/// A past moment is shown as clocks on walls showed it then, one to come as they will show it unless they are set again.
package struct ClockHistory: Equatable, Sendable {
    /// Steps that are remembered; of what lies before the oldest, its difference is taken. A clock that is set every day for
    /// two years has fewer.
    package static let stepLimit = 1_000

    /// From a moment on, until the next one.
    package struct Step: Equatable, Sendable {
        package let at: Timestamp
        package let offsetMilliseconds: Int64

        package init(at: Timestamp, offsetMilliseconds: Int64) {
            self.at = at
            self.offsetMilliseconds = offsetMilliseconds
        }
    }

    /// The oldest first.
    package private(set) var steps: [Step]

    /// - Parameter steps: In any order.
    package init(_ steps: [Step] = []) {
        self.steps = Array(steps.sorted { $0.at < $1.at }.suffix(Self.stepLimit))
    }

    /// By how much the wall clock is ahead now.
    package var offsetMilliseconds: Int64 { steps.last?.offsetMilliseconds ?? 0 }

    package mutating func add(_ step: Step) {
        steps.removeAll { $0.at >= step.at }
        steps.append(step)
        if steps.count > Self.stepLimit { steps.removeFirst() }
    }

    package func wall(of moment: Timestamp) -> WallTime {
        // Nearly always the last: clocks are seldom set.
        let offset =
            steps.last { $0.at <= moment }?.offsetMilliseconds
            ?? (steps.isEmpty || steps.count < Self.stepLimit ? 0 : steps[0].offsetMilliseconds)
        return WallTime(milliseconds: moment.milliseconds.addingSaturated(offset))
    }

    /// The latest moment at which the wall clock showed this or something earlier: what is older by the wall lies before it.
    package func latestMoment(showing wall: WallTime) -> Timestamp {
        for step in steps.reversed() {
            let moment = Timestamp(milliseconds: wall.milliseconds.subtractingSaturated(step.offsetMilliseconds))
            if moment >= step.at { return moment }
        }
        // Before the first step the two were one.
        let moment = Timestamp(milliseconds: wall.milliseconds)
        return steps.first.map { min(moment, $0.at) } ?? moment
    }
}
