import DispatchCore

extension DispatchMetrics {
    enum Name {
        static let requestsOpened = "arrived_requests_opened_total"
        static let requestsEnded = "arrived_requests_ended_total"
        static let requestsUnanswered = "arrived_requests_unanswered_total"
        static let requestsOpen = "arrived_requests_open"
        static let offersMade = "arrived_offers_made_total"
        static let offerOutcomes = "arrived_offer_outcomes_total"
        static let offersSilent = "arrived_offers_silent_total"
        static let accepts = "arrived_accepts_total"
        static let assignmentSteps = "arrived_assignment_steps_total"
        static let assignmentsEnded = "arrived_assignments_ended_total"
        static let desksCalled = "arrived_desks_called_total"
        static let desksReportedIn = "arrived_desks_reported_in_total"
        static let firstArrival = "arrived_first_arrival_seconds"
        static let indexMembers = "arrived_index_members"
        static let queueDepth = "arrived_writer_queue_depth"
        static let commitSeconds = "arrived_commit_seconds"
        static let commitEntries = "arrived_commit_entries"
        static let commitFailures = "arrived_commit_failures_total"
        static let refusals = "arrived_overload_refusals_total"
        static let clockJumps = "arrived_clock_jumps_total"
        static let clockDoubted = "arrived_clock_doubted"
        static let endpointsDisabled = "arrived_endpoints_disabled"
        static let endpointsUnreached = "arrived_endpoints_unreached"
        static let diskReserve = "arrived_disk_reserve_held"
        static let storeDamaged = "arrived_store_damaged"
        static let outboxDepth = "arrived_outbox_depth"
        static let outboxAge = "arrived_outbox_oldest_due_seconds"
        static let deliveryAttempts = "arrived_delivery_attempts_total"
        static let deliveryLatency = "arrived_delivery_latency_seconds"
        static let eventStreams = "arrived_event_stream_subscribers"
        static let responses = "arrived_http_responses_total"
        static let backups = "arrived_backups_total"
        static let lastBackup = "arrived_backup_last_success_timestamp_seconds"
        static let hungCalls = "arrived_hung_calls"
    }

    /// What each metric is, for the exposition.
    package static let catalogue: [PrometheusDescription] = [
        .init(Name.requestsOpened, "Requests opened."),
        .init(Name.requestsEnded, "Requests closed after their follow-up, or cancelled."),
        .init(Name.requestsUnanswered, "Times that nobody was left to ask for a request."),
        .init(Name.requestsOpen, "Requests that are not over."),
        .init(Name.offersMade, "Offers made, by the reason their member was chosen."),
        .init(Name.offerOutcomes, "Offers answered or ended, by how."),
        .init(Name.offersSilent, "Offers in whose place others were asked, by why."),
        .init(Name.accepts, "Seats taken, by whether the member accepted or an operator assigned them."),
        .init(Name.assignmentSteps, "Steps reported by members."),
        .init(Name.assignmentsEnded, "Assignments that ended without being cleared, by why."),
        .init(Name.desksCalled, "Calls upon desks, by level; without a desk they count for the county."),
        .init(Name.desksReportedIn, "Desks that reported in."),
        // The field reports minutes; half an hour and an hour show the tail of sparse nights.
        .init(
            Name.firstArrival,
            "Seconds from the call to the first member on scene, of requests that asked at once.",
            bounds: [60, 120, 180, 300, 480, 600, 900, 1200, 1800, 3600]
        ),
        .init(Name.indexMembers, "Members in the index."),
        .init(Name.queueDepth, "Commands that wait for the writer."),
        // A synced write takes 0.1 to 1 ms on a solid-state disk, 10 to 30 ms on a rotating one.
        .init(
            Name.commitSeconds,
            "Seconds per commit.",
            bounds: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]
        ),
        .init(
            Name.commitEntries,
            "Journal entries per commit.",
            bounds: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
        ),
        .init(Name.commitFailures, "Batches that could not be committed and were refused."),
        .init(
            Name.refusals,
            "Calls and connections refused because there was too much to do or too little room, by why."
        ),
        .init(Name.clockJumps, "Times that the wall clock was set, forward or back, by a second or more."),
        .init(Name.clockDoubted, "1 while the wall clock is doubted and nothing expires, 0 while it is believed."),
        .init(Name.endpointsDisabled, "Endpoints of members and desks that are switched off."),
        .init(Name.endpointsUnreached, "Endpoints of members and desks that the last message or test did not reach."),
        .init(Name.diskReserve, "1 while the disk reserve is whole, 0 while new requests are refused."),
        .init(Name.storeDamaged, "1 when a broken page was found in the store after the start."),
        .init(Name.outboxDepth, "Deliveries not settled yet."),
        .init(Name.outboxAge, "Seconds for which the oldest unsettled delivery has been due."),
        .init(Name.deliveryAttempts, "Attempts to deliver a notice, by what came of them."),
        .init(
            Name.deliveryLatency,
            "Seconds from the commit of a notice to its delivery.",
            bounds: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]
        ),
        .init(Name.eventStreams, "Subscribers of the event stream."),
        .init(Name.responses, "Answers over HTTP, by class of status."),
        .init(Name.backups, "Backups asked for and begun, by what came of them."),
        .init(Name.lastBackup, "When the newest backup in the folder was made, in seconds since 1970; 0 for none."),
        .init(Name.hungCalls, "Calls to files and folders that were given up and have not come back."),
    ]

    static let urgencies = Urgency.allCases.map(\.rawValue)
    /// A scheduled request is called in long before anybody is asked, so its first arrival says nothing.
    static let unscheduledUrgencies = urgencies.filter { $0 != Urgency.scheduled.rawValue }
    static let offerReasons = [Offer.Reason.contact, .nearest, .replacement, .byHand, .volunteer].map(\.rawValue)
    static let offerEndings = [Offer.State.accepted, .declined, .expired, .withdrawn, .undeliverable].map(\.rawValue)
    static let silences = [Offer.Silence.deliveryFailed, .unconfirmed, .noAnswer].map(\.rawValue)
    static let steps = Step.allCases.map(\.rawValue)
    static let assignmentEndings = [Assignment.Ending.released, .noShow, .requestCancelled, .relieved, .notNeeded]
        .map(\.rawValue)
    static let deskLevels = Desk.Level.allCases.map(\.rawValue)
    static let attemptOutcomes = ["sent", "retry", "gave-up", "cancelled"]
    static let overloads = Overload.allCases.map(\.rawValue)
    static let backupResults = ["kept", "sent", "no-room", "failed", "stopped"]
    static let statusClasses = ["1xx", "2xx", "3xx", "4xx", "5xx"]
}
