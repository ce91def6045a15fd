package import DispatchCore
import DispatchStore

/// Something for the writer loop to do, and whom to tell.
struct Submission: Sendable {
    enum Lane: Sendable {
        /// People and programs that wait for an answer; bounded, and refused when full.
        case callers
        /// What has already happened and must be recorded: deliveries. Bounded by what the courier holds.
        case courier
    }

    enum Work: Sendable {
        /// Commands that belong together, with what is written beside the journal.
        case change(Change)
        /// Looks at the board as it is on the disk.
        case inspect(@Sendable (Board) -> Void)
        /// Takes another policy; the caller is told when it is in force.
        case policy(Policy, taken: @Sendable () -> Void)
    }

    struct Change: Sendable {
        let commands: [Command]
        let actor: Actor
        let settlements: [DeliverySettlement]
        /// What to write beside the journal, once the outcome is known.
        let records: @Sendable (Decision.Outcome, Timestamp) -> [StoreRecord]
        /// Refused while the disk is full.
        let isNewWork: Bool
        let reply: @Sendable (Result<Committed, SubmissionFailure>) -> Void
    }

    let work: Work
    var lane = Lane.callers
    /// Called instead of doing anything, when the loop cannot take it.
    let refuse: @Sendable (SubmissionFailure) -> Void

    /// It changes nothing.
    var isLook: Bool {
        switch work {
        case .inspect: true
        case .change, .policy: false
        }
    }
}

/// What came of a submission; it is on the disk.
package struct Committed: Sendable {
    package let outcome: Decision.Outcome
    package let at: Timestamp
    /// The journal position after it.
    package let position: Int64
}

/// Why nothing was done.
package enum SubmissionFailure: Error, Sendable {
    case refused(Refusal)
    /// Too many wait already; try again in a moment.
    case queueFull(limit: Int)
    case diskFull
    case storeFailed
    case shuttingDown
}
