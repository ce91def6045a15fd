package import CoreMetrics
package import DispatchCore
package import WebhookDelivery

/// Everything the daemon counts and measures.
///
/// Label values come from closed sets, so that the number of series is known from the start and every one of them stands
/// in the text with 0 before it first moves. Names and units follow the Prometheus conventions.
package struct DispatchMetrics: Sendable {
    /// Moves up for each request that is opened, by urgency.
    let requestsOpened: MetricsByLabel
    /// Moves up for each request that ends: `closed` after its follow-up, or `cancelled`.
    let requestsEnded: MetricsByLabel
    /// Moves up whenever a request runs out of members to ask; an alert on this wakes somebody.
    let requestsUnanswered: Counter
    /// Moves up for each offer, by the reason its member was chosen.
    let offersMade: MetricsByLabel
    /// Moves up for each offer that got an answer or an end, by which.
    let offerOutcomes: MetricsByLabel
    /// Moves up when others are asked although an offer is still open, by why.
    let offersSilent: MetricsByLabel
    /// Moves up for each seat taken, by whether the member accepted or an operator assigned them.
    let accepts: MetricsByLabel
    /// Moves up for each step a member reports.
    let assignmentSteps: MetricsByLabel
    /// Moves up for each assignment that ends without being cleared, by why.
    let assignmentsEnded: MetricsByLabel
    /// Moves up for each call upon a desk, by level; an alert on the county's wakes somebody.
    let desksCalled: MetricsByLabel
    /// Moves up for each desk that reports in.
    let desksReportedIn: Counter
    /// Moves up each time the wall clock was set, forward or back.
    let clockJumps: Counter
    /// Takes the seconds from the call to the first member on scene, once per request that asked at once, by urgency.
    let firstArrival: RecordersByLabel

    private let requestsOpen: Meter
    private let indexMembers: Meter
    private let queueDepth: Meter
    private let commitSeconds: Recorder
    private let commitEntries: Recorder
    private let commitFailures: Counter
    private let refusals: MetricsByLabel
    private let endpointsDisabled: Meter
    private let endpointsUnreached: Meter
    private let diskReserve: Meter
    private let clockDoubtedGauge: Meter
    private let storeDamaged: Meter
    private let outboxDepth: Meter
    private let outboxAge: Meter
    private let deliveries: MetricsByLabel
    private let deliveryLatency: Recorder
    private let eventStreams: Meter
    private let responses: MetricsByLabel
    private let backups: MetricsByLabel
    private let lastBackup: Meter
    private let hungCalls: Meter

    /// - Parameter factory: where the metrics live; a ``PrometheusRegistry`` with ``catalogue`` in the daemon.
    package init(factory: any MetricsFactory) {
        typealias Name = DispatchMetrics.Name
        requestsOpened = MetricsByLabel(Name.requestsOpened, "urgency", Self.urgencies, factory)
        requestsEnded = MetricsByLabel(Name.requestsEnded, "outcome", ["closed", "cancelled"], factory)
        requestsUnanswered = Counter(label: Name.requestsUnanswered, factory: factory)
        offersMade = MetricsByLabel(Name.offersMade, "reason", Self.offerReasons, factory)
        offerOutcomes = MetricsByLabel(Name.offerOutcomes, "outcome", Self.offerEndings, factory)
        offersSilent = MetricsByLabel(Name.offersSilent, "reason", Self.silences, factory)
        accepts = MetricsByLabel(Name.accepts, "by", ["member", "operator"], factory)
        assignmentSteps = MetricsByLabel(Name.assignmentSteps, "step", Self.steps, factory)
        assignmentsEnded = MetricsByLabel(Name.assignmentsEnded, "reason", Self.assignmentEndings, factory)
        desksCalled = MetricsByLabel(Name.desksCalled, "level", Self.deskLevels, factory)
        desksReportedIn = Counter(label: Name.desksReportedIn, factory: factory)
        clockJumps = Counter(label: Name.clockJumps, factory: factory)
        clockDoubtedGauge = Meter(label: Name.clockDoubted, factory: factory)
        firstArrival = RecordersByLabel(Name.firstArrival, "urgency", Self.unscheduledUrgencies, factory)
        requestsOpen = Meter(label: Name.requestsOpen, factory: factory)
        indexMembers = Meter(label: Name.indexMembers, factory: factory)
        queueDepth = Meter(label: Name.queueDepth, factory: factory)
        commitSeconds = Recorder(label: Name.commitSeconds, factory: factory)
        commitEntries = Recorder(label: Name.commitEntries, factory: factory)
        commitFailures = Counter(label: Name.commitFailures, factory: factory)
        refusals = MetricsByLabel(Name.refusals, "reason", Self.overloads, factory)
        endpointsDisabled = Meter(label: Name.endpointsDisabled, factory: factory)
        endpointsUnreached = Meter(label: Name.endpointsUnreached, factory: factory)
        diskReserve = Meter(label: Name.diskReserve, factory: factory)
        storeDamaged = Meter(label: Name.storeDamaged, factory: factory)
        outboxDepth = Meter(label: Name.outboxDepth, factory: factory)
        outboxAge = Meter(label: Name.outboxAge, factory: factory)
        deliveries = MetricsByLabel(Name.deliveryAttempts, "outcome", Self.attemptOutcomes, factory)
        deliveryLatency = Recorder(label: Name.deliveryLatency, factory: factory)
        eventStreams = Meter(label: Name.eventStreams, factory: factory)
        responses = MetricsByLabel(Name.responses, "class", Self.statusClasses, factory)
        backups = MetricsByLabel(Name.backups, "result", Self.backupResults, factory)
        lastBackup = Meter(label: Name.lastBackup, factory: factory)
        hungCalls = Meter(label: Name.hungCalls, factory: factory)
    }

    // MARK: The writer

    /// Set after each batch to the requests that are not over.
    package func openRequests(_ count: Int) { requestsOpen.set(count) }

    /// Set at start and after each import to the members in the index.
    package func indexSize(_ members: Int) { indexMembers.set(members) }

    /// Set after each batch to the commands that wait for the writer.
    package func queueDepth(_ depth: Int) { queueDepth.set(depth) }

    /// Takes each commit with its duration and how many journal entries it holds.
    package func committed(seconds: Double, entries: Int) {
        commitSeconds.record(seconds)
        commitEntries.record(entries)
    }

    /// Moves up for each batch that could not be committed and was refused.
    package func commitFailed() { commitFailures.increment() }

    /// Moves up for each call or connection that is refused for now, by why.
    package func refused(_ overload: Overload) { refusals.increment(overload.rawValue) }

    /// 1 while the disk reserve is whole, 0 while it is in use and new requests are refused.
    package func diskReserveHeld(_ isHeld: Bool) { diskReserve.set(isHeld ? 1 : 0) }

    /// 1 while the wall clock is doubted, 0 while it is believed.
    package func clockDoubted(_ isDoubted: Bool) { clockDoubtedGauge.set(isDoubted ? 1 : 0) }

    /// A broken page was found.
    package func storeIsDamaged() { storeDamaged.set(1) }

    // MARK: Delivery

    /// Set when the metrics are read: deliveries not settled, and how long the oldest has been due (0 when none is).
    package func outbox(depth: Int, oldestSeconds: Double) {
        outboxDepth.set(depth)
        outboxAge.set(oldestSeconds)
    }

    /// Set when the metrics are read, of endpoints that somebody on the lists in force uses.
    package func endpoints(disabled: Int, unreached: Int) {
        endpointsDisabled.set(disabled)
        endpointsUnreached.set(unreached)
    }

    /// Takes each attempt; a notice that got through also with the seconds since its commit.
    package func delivered(_ outcome: AttemptOutcome, secondsSinceCreation seconds: Double) {
        switch outcome {
        case .sent:
            deliveries.increment("sent")
            deliveryLatency.record(seconds)
        case .retry: deliveries.increment("retry")
        case .gaveUp: deliveries.increment("gave-up")
        case .cancelled: deliveries.increment("cancelled")
        }
    }

    // MARK: Backups

    /// Moves up for each backup that was begun, or refused for lack of room: `kept` in the folder, `sent` to whoever asked,
    /// `no-room`, `failed`, or `stopped` with the daemon.
    package func backupEnded(_ result: String) { backups.increment(result) }

    /// Set at start and after each backup to when the newest one in the folder was made: an alert on its age wakes somebody.
    package func backupKept(at time: WallTime) { lastBackup.set(Double(time.milliseconds) / 1000) }

    // MARK: What does not answer

    /// Set when the metrics are read: calls to files and folders that were answered with an error and have not come back.
    package func hungCalls(_ count: Int) { hungCalls.set(count) }

    // MARK: HTTP

    /// Moves up with each subscriber of the event stream and down when they are gone.
    package func eventStreamOpened() { eventStreams.increment() }
    package func eventStreamClosed() { eventStreams.decrement() }

    /// Moves up for each answer over HTTP, also those the listener gives by itself, by class of status.
    package func answered(status: Int) { responses.increment("\(status / 100)xx") }
}
