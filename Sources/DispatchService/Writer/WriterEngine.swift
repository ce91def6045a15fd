import Dispatch
import DispatchCore
import DispatchStore
import Logging

/// The state of the writer loop, on its thread.
struct WriterEngine {
    /// How often the reserve is looked after.
    private static let reserveIntervalMilliseconds: Int64 = 5_000
    /// Shortest wait after a commit that failed, so that what is due is not tried without a pause.
    private static let failureNapMilliseconds: Int64 = 250
    /// A turn that takes longer, in seconds, is worth a line in the log: callers have waited for it.
    private static let longTurnSeconds = 1.0
    /// A turn ends after so much time, whatever work it has counted, so that no machine is too slow for the watchdog …
    private static let turnMilliseconds = 250.0
    /// … and after so much while somebody waits for an answer.
    private static let awaitedTurnMilliseconds = 50.0
    /// What a look at the board may cost, in units of work.
    private static let inspectionUnits = 2_000
    /// What a row beside the journal costs, and what came of an attempt, which is several.
    private static let recordUnits = 200
    private static let settlementUnits = 1_000
    /// So many open requests that a new one is compared with cost a unit.
    private static let comparisonsPerUnit = 2
    /// How often ended requests and old keys are let go.
    private static let forgetIntervalMilliseconds: Int64 = 600_000

    private let store: Store
    private let writer: StoreWriter
    private let reserve: DiskReserve
    private var policy: Policy
    private let clock: ServiceClock
    private let metrics: DispatchMetrics
    private let listeners: WriterLoop.Listeners
    private let logger: Logger

    private var board: Board
    private var named: NamedDamage
    private var ids = IdentifierSource(SystemRandomNumberGenerator())
    private var takesNewWork = true
    private var forgottenAt: Timestamp
    private var reserveWatchedAt: Timestamp
    private var hasFailed = false
    private var isClockDoubted = false

    init(
        store: Store,
        board: Board,
        named: NamedDamage,
        policy: Policy,
        clock: ServiceClock,
        metrics: DispatchMetrics,
        listeners: WriterLoop.Listeners,
        logger: Logger
    ) {
        self.store = store
        self.board = board
        self.named = named
        self.policy = policy
        self.clock = clock
        self.metrics = metrics
        self.listeners = listeners
        self.logger = logger
        writer = StoreWriter(store)
        reserve = DiskReserve(store.files)
        forgottenAt = clock.now
        reserveWatchedAt = forgottenAt
    }

    mutating func run(_ inbox: WriterInbox) throws {
        listeners.rosterChanged(board.roster)
        metrics.indexSize(board.roster.members.count)
        watchReserve()
        while let batch = inbox.take(waitingAtMost: patience(inbox.limits.napMilliseconds)) {
            let start = DispatchTime.now()
            inbox.giveBack(try process(batch, inbox, since: start))
            noteLongTurn(since: start, submissions: batch.count)
            metrics.queueDepth(inbox.depth)
            metrics.openRequests(board.openRequestCount)
            noteDoubt()
            listeners.turned(
                WriterVitals(
                    openRequests: board.openRequestCount,
                    members: board.roster.members.count,
                    takesNewWork: takesNewWork,
                    isFailing: hasFailed,
                    isClockDoubted: isClockDoubted
                )
            )
            // With no pause in the work too: it must not keep new requests out for ever after the disk was full.
            if clock.now >= reserveWatchedAt.adding(milliseconds: Self.reserveIntervalMilliseconds) { watchReserve() }
        }
    }

    /// Says when the wall clock is doubted, and when it is believed again: what failed by it is then tried at once.
    private mutating func noteDoubt() {
        let standing = clock.standing
        let isDoubted = standing.doubtedSince != nil
        metrics.clockDoubted(isDoubted)
        guard isDoubted != isClockDoubted else { return }
        isClockDoubted = isDoubted
        if isDoubted {
            logger.error(
                "the wall clock is doubted; nothing expires until it is believed again",
                metadata: ["aheadSeconds": "\(standing.offBySeconds.map(String.init) ?? "unknown")"]
            )
        } else {
            logger.info("the wall clock is believed again")
            listeners.clockSet()
        }
    }

    /// Rows named one by one in the log; the doctor names more.
    private static let namedRowLimit = 50

    /// What the log has named: a board that is read anew after a failed commit says it no second time.
    struct NamedDamage {
        fileprivate var rows: Set<DamagedRow> = []
        fileprivate var requests: Set<String> = []
    }

    /// Reads the board, and names in the log what is left out of it.
    static func board(
        of store: Store,
        _ policy: Policy,
        _ logger: Logger,
        besides named: inout NamedDamage
    ) throws(StoreFault) -> Board {
        var found: [DamagedRow] = []
        let board = try store.loadBoard(policy: policy) { found.append($0) }
        let rows = found.filter { named.rows.insert($0).inserted }
        for row in rows.prefix(namedRowLimit) {
            logger.error(
                "a row of the store is left out",
                metadata: ["table": "\(row.table)", "row": "\(row.key)", "fault": "\(row.fault)"]
            )
        }
        if rows.count > namedRowLimit {
            logger.error(
                "further rows of the store are left out; ask arrivectl doctor",
                metadata: ["rows": "\(rows.count - namedRowLimit)"]
            )
        }
        for key in board.unreadable where named.requests.insert(key).inserted {
            logger.error("a request cannot be read; dispatch it by hand", metadata: ["request": "\(key)"])
        }
        return board
    }

    private func noteLongTurn(since start: DispatchTime, submissions: Int) {
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
        guard seconds > Self.longTurnSeconds else { return }
        logger.warning(
            "the writer took long over a batch",
            metadata: [
                "milliseconds": "\(Int(seconds * 1000))", "submissions": "\(submissions)",
                "open": "\(board.openRequestCount)",
            ]
        )
    }

    /// How long the loop may sleep when nothing is submitted.
    private func patience(_ napMilliseconds: Int64) -> DispatchTimeInterval {
        let ahead = (board.nextDeadline?.milliseconds ?? .max).subtractingReportingOverflow(clock.now.milliseconds)
        let milliseconds = min(
            max(ahead.overflow ? .max : ahead.partialValue, hasFailed ? Self.failureNapMilliseconds : 0),
            napMilliseconds
        )
        return .nanoseconds(Int(Double(milliseconds) / clock.rate * 1_000_000))
    }

    /// Does what waits as far as one turn goes, commits it, and answers.
    ///
    /// Commands and what has come due have a budget each, so that neither keeps the other back.
    ///
    /// - Returns: What was not begun.
    private mutating func process(
        _ batch: [Submission],
        _ inbox: WriterInbox,
        since start: DispatchTime
    ) throws -> ArraySlice<Submission> {
        let now = clock.now
        var commit = CommitBatch(expectedPosition: board.position)
        var replies: [() -> Void] = []
        var unanswered: [@Sendable (SubmissionFailure) -> Void] = []
        var inspections: [@Sendable (Board) -> Void] = []
        var policiesTaken: [@Sendable () -> Void] = []
        var hasNewRoster = false

        noteClockStep(&commit, at: now)
        // Looks at the board come first: what it holds now is on the disk, so they need not wait for this turn's commit.
        var left = (batch.filter(\.isLook) + batch.filter { !$0.isLook })[...]
        var budget = WorkBudget { Self.milliseconds(since: start) < Self.turnMilliseconds }
        while !budget.isSpent, let submission = left.popFirst() {
            switch submission.work {
            case .inspect(let look):
                budget.spend(Self.inspectionUnits)
                if commit.isEmpty { look(board) } else { inspections.append(look) }
            case .change(let change):
                unanswered.append(submission.refuse)
                let result = perform(change, &commit, at: now, within: &budget)
                replies.append { change.reply(result) }
                hasNewRoster = hasNewRoster || change.commands.contains(where: \.replacesRoster)
            case .policy(let policy, let taken):
                // In force whatever becomes of this batch: a board that is read anew is read with it.
                self.policy = policy
                board.replacePolicy(with: policy, at: now)
                policiesTaken.append(taken)
            }
        }
        let isAwaited = batch.contains { $0.lane == .callers } || inbox.hasCallers
        advance(.tick, by: .system, &commit, at: now, within: budgetForWhatIsDue(inbox, isAwaited: isAwaited))
        // A member's position changes a row and no journal entry, so the images count as well.
        commit.addImages(of: board.takeChanges(), on: board)
        if !commit.isEmpty {
            commit.clock = clock.mark()
            do {
                try save(commit, isNewRoster: hasNewRoster)
                hasFailed = false
            } catch {
                hasFailed = true
                logger.error("a commit failed; its batch is refused", metadata: ["fault": "\(error)"])
                metrics.commitFailed()
                let failure: SubmissionFailure = error.code == .diskFull ? .diskFull : .storeFailed
                for refuse in unanswered { refuse(failure) }
                for look in inspections { look(board) }
                for taken in policiesTaken { taken() }
                // Another daemon has this store now: nothing that this one decides can ever be written.
                if error.code == .fenced {
                    inbox.giveBack(left)
                    throw error
                }
                return left
            }
        }
        for reply in replies { reply() }
        for look in inspections { look(board) }
        for taken in policiesTaken { taken() }
        forget(at: now)
        return left
    }

    /// What one turn may do of what is due: less while somebody waits.
    private func budgetForWhatIsDue(_ inbox: WriterInbox, isAwaited: Bool) -> WorkBudget {
        let start = DispatchTime.now()
        let units =
            board.backlogCount == 0
            ? WorkBudget.turnUnits : isAwaited ? WorkBudget.awaitedTurnUnits : WorkBudget.busyTurnUnits
        return WorkBudget(units: units) {
            let passed = Self.milliseconds(since: start)
            return passed < Self.awaitedTurnMilliseconds || passed < Self.turnMilliseconds && !inbox.hasCallers
        }
    }

    private static func milliseconds(since start: DispatchTime) -> Double {
        Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e6
    }

    /// Decides and applies the commands of one submission; a refusal leaves the board as it was.
    private mutating func perform(
        _ change: Submission.Change,
        _ commit: inout CommitBatch,
        at now: Timestamp,
        within budget: inout WorkBudget
    ) -> Result<Committed, SubmissionFailure> {
        if change.isNewWork, !takesNewWork { return .failure(.diskFull) }
        var outcome = Decision.Outcome.done
        let before = (entries: commit.entries.count, records: commit.records.count)
        defer {
            let entries = commit.entries.count - before.entries
            budget.spend(
                entries * WorkBudget.Cost.event + (commit.records.count - before.records) * Self.recordUnits
                    + change.settlements.count * Self.settlementUnits
            )
        }
        for command in change.commands {
            if case .openRequest = command { budget.spend(board.openRequestCount / Self.comparisonsPerUnit) }
            do {
                // What it leaves to be done is done once for the whole batch, by the tick at its end.
                let (decision, entries) = try board.advance(
                    command,
                    by: change.actor,
                    at: now,
                    using: &ids,
                    settles: false,
                    within: &budget
                )
                commit.add(decision, entries)
                outcome = decision.outcome
            } catch {
                return .failure(.refused(error))
            }
        }
        let at = max(now, board.lastEventAt)
        commit.records += change.records(outcome, at)
        commit.settlements += change.settlements
        return .success(Committed(outcome: outcome, at: at, position: board.position))
    }

    private mutating func advance(
        _ command: Command,
        by actor: Actor,
        _ commit: inout CommitBatch,
        at now: Timestamp,
        within budget: WorkBudget = WorkBudget()
    ) {
        var budget = budget
        do {
            let (decision, entries) = try board.advance(command, by: actor, at: now, using: &ids, within: &budget)
            commit.add(decision, entries)
        } catch {
            // Ticks and steps of the clock are never refused, so this can only be a bug.
            preconditionFailure("the board refused \(command): \(error)")
        }
    }

    /// Notes that the wall clock was set, whatever set it: people's times move, and what waits is tried at once.
    private mutating func noteClockStep(_ commit: inout CommitBatch, at now: Timestamp) {
        guard let offset = clock.step(from: board.wallOffsetMilliseconds) else { return }
        logger.warning(
            "the wall clock was set; it is doubted until answers of endpoints agree with it, or for an hour",
            metadata: ["milliseconds": "\(offset.subtractingSaturated(board.wallOffsetMilliseconds))"]
        )
        let step = ClockHistory.Step(at: now, offsetMilliseconds: offset)
        clock.noteStep(step)
        commit.clockStep = step
        advance(.noteClockStep(offsetMilliseconds: offset), by: .system, &commit, at: now)
    }

    /// Commits, in the reserve if need be; on failure the board is read anew.
    private mutating func save(_ commit: CommitBatch, isNewRoster: Bool) throws(StoreFault) {
        let start = DispatchTime.now()
        let deliveries: [Int64]
        do {
            deliveries = try saveInReserve(commit)
        } catch {
            board = try Self.board(of: store, policy, logger, besides: &named)
            throw error
        }
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
        metrics.committed(seconds: seconds, entries: commit.entries.count)
        metrics.count(commit.entries, on: board)
        for entry in commit.entries { alarm(entry.event) }
        if !commit.entries.isEmpty { listeners.committed(board.position) }
        if !deliveries.isEmpty { listeners.outboxGrew(deliveries) }
        if !commit.cancelledNotices.isEmpty { listeners.noticesCancelled(commit.cancelledNotices) }
        if commit.clockStep != nil { listeners.clockSet() }
        let accessChanges = commit.records.compactMap(AccessChange.init)
        if !accessChanges.isEmpty { listeners.accessChanged(accessChanges) }
        if isNewRoster {
            listeners.rosterChanged(board.roster)
            metrics.indexSize(board.roster.members.count)
        }
    }

    /// What somebody must hear of who only reads the log.
    private func alarm(_ event: Event) {
        let request: Logger.Metadata = ["request": "\(event.requestID?.description ?? "")"]
        switch event {
        case .requestUnanswered:
            logger.error("nobody is left to ask for a request; ring members by hand", metadata: request)
        case .deskWhistled(let event) where event.deskID == nil:
            logger.error("there is no desk to call for a request; ring somebody by hand", metadata: request)
        case .endpointDisabled(let event):
            logger.warning(
                "an endpoint is switched off; its members count as out of reach",
                metadata: ["endpoint": "\(event.endpointID)", "reason": "\(event.reason.rawValue)"]
            )
        case _: break
        }
    }

    private mutating func saveInReserve(_ commit: CommitBatch) throws(StoreFault) -> [Int64] {
        do {
            return try writer.commit(commit)
        } catch  where error.code == .diskFull {
            guard reserve.release() else { throw error }
            if takesNewWork {
                takesNewWork = false
                logger.error("the disk is full: the reserve is in use, new requests and imports are refused")
            }
            metrics.diskReserveHeld(false)
            // Something else may have taken the piece; there are only so many.
            return try saveInReserve(commit)
        }
    }

    /// Takes new work or refuses it, as the disk allows.
    private mutating func watchReserve() {
        reserveWatchedAt = clock.now
        let hasRoom = reserve.restore()
        metrics.diskReserveHeld(hasRoom)
        guard hasRoom != takesNewWork else { return }
        takesNewWork = hasRoom
        if hasRoom {
            logger.info("there is room on the disk again: new requests and imports are taken")
        } else {
            logger.error("too little room on the disk: new requests and imports are refused")
        }
    }

    private mutating func forget(at now: Timestamp) {
        guard now > forgottenAt.adding(milliseconds: Self.forgetIntervalMilliseconds) else { return }
        forgottenAt = now
        board.forgetEnded(at: now)
    }
}

extension Command {
    fileprivate var replacesRoster: Bool {
        switch self {
        case .replaceRoster, .forgetMember: true
        case _: false
        }
    }
}
