/// What the state machine remembers of each delivery and attempt.
extension Courier.StateMachine {
    /// A delivery's way. Every state but `recording` also leaves for `recording` when the notice is withdrawn or its
    /// deadline passes.
    enum Stage: Hashable, Sendable {
        /// Until its moment comes, then `ready`.
        case waiting(until: Int64)
        /// In its endpoint's queue; `flying` when it is its turn.
        case ready
        /// Until the attempt ends, then `recording`. Withdrawing and the deadline let it finish first.
        case flying
        /// Its report is with the sink, or is to be. Then `waiting` for the next attempt, or the end.
        case recording(next: Int64?)
    }

    struct Held: Sendable {
        var job: DeliveryJob
        var stage: Stage
        var isWithdrawn = false
        /// Attempts that a platform had no time for: they say nothing about the message. After a restart they count.
        var postponed = 0
        /// It was in a message of several that the platform would not have: which of them is to blame shows one by one.
        var goesAlone = false

        /// Attempts made that count for the schedule, at least 1.
        var countedAttempts: Int { max(job.attempts - postponed, 1) }
    }

    struct Flight: Sendable {
        /// What it brings, the one it was started for first.
        let deliveries: [Int64]
        let endpoint: Int64
        let channel: Channel
        let startedAt: Int64
        var isSlow = false
        var isCut = false
    }

    /// Something to look at when its time has come; it may have lost its meaning by then.
    struct Moment: Comparable, Sendable {
        enum Matter: Sendable {
            case due(Int64)
            case deadline(Int64)
            case slow(UInt64)
            /// An endpoint's pause is over.
            case resume(Int64)
        }

        let at: Int64
        /// Order among equal times, so that runs repeat exactly.
        let sequence: UInt64
        let matter: Matter

        static func < (left: Moment, right: Moment) -> Bool {
            (left.at, left.sequence) < (right.at, right.sequence)
        }
        static func == (left: Moment, right: Moment) -> Bool { left.sequence == right.sequence }
    }
}
