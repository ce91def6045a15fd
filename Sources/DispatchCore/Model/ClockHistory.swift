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

    /// The moment before which everything is at least so old, whichever clock was wrong and when.
    ///
    /// By elapsed time; unless the clock was set since, by the wall as well. Elapsed time itself is wrong where a machine was booted
    /// with a clock that was ahead, and the step by which that was put right tells so.
    package func moment(before now: Timestamp, byMilliseconds age: Int64) -> Timestamp {
        let moment = now.adding(milliseconds: -age)
        guard let last = steps.last, moment < last.at else { return moment }
        return min(moment, Timestamp(milliseconds: wall(of: now).milliseconds).adding(milliseconds: -age))
    }
}
