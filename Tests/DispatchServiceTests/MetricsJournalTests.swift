import CoreMetrics
import DispatchService
import DispatchTestSupport
import Geospatial
import Testing
import WebhookDelivery

@testable import DispatchCore

struct MetricsJournalTests {
    private let registry = PrometheusRegistry(describing: DispatchMetrics.catalogue)
    private let metrics: DispatchMetrics
    private var board = Board(countyCode: "130533", utcOffsetSeconds: 8 * 3600, policy: .simple)
    private let opened = Timestamp(milliseconds: 1_760_000_000_000)
    private let coordinate: Coordinate

    init() throws {
        coordinate = try Coordinate(latitude: 37, longitude: 115.3)
        metrics = DispatchMetrics(factory: registry)
    }

    @Test func everySeriesStandsThereBeforeItMoves() {
        let lines = registry.text().split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("# TYPE arrived_") } == DispatchMetrics.catalogue.count + 1)
        #expect(lines.count { $0.hasPrefix("# HELP arrived_") } == DispatchMetrics.catalogue.count + 1)
        #expect(lines.filter { !$0.hasPrefix("#") }.allSatisfy { $0.hasSuffix(" 0") })
        #expect(lines.contains("arrived_requests_opened_total{urgency=\"immediate\"} 0"))
        #expect(lines.contains("arrived_first_arrival_seconds_bucket{urgency=\"routine\",le=\"3600\"} 0"))
    }

    @Test mutating func countsACaseFromTheCallToItsClosing() throws {
        let request = RequestID(high: 1, low: 1)
        let offer = OfferID(high: 1, low: 2)
        let assignment = AssignmentID(high: 1, low: 3)
        let seat = SeatID(high: 1, low: 4)
        let member = MemberID("m-1")
        commit(at: 0, open(request, .immediate, seat), make(offer, of: request, seat, member))
        commit(at: 31, .offerSilent(.init(requestID: request, offerID: offer, memberID: member, silence: .noAnswer)))
        commit(
            at: 40,
            .offerAccepted(
                .init(
                    requestID: request,
                    offerID: offer,
                    seatID: seat,
                    memberID: member,
                    assignmentID: assignment,
                    isByHand: false,
                    isPrimary: true,
                    unit: 0,
                    enRouteDueAt: nil,
                    nudgeDueAt: nil
                )
            )
        )
        for (second, step) in [(100, Step.enRoute), (200, .onScene), (500, .transporting), (900, .cleared)] {
            commit(
                at: second,
                .assignmentStepped(
                    .init(
                        requestID: request,
                        assignmentID: assignment,
                        memberID: member,
                        step: step,
                        onSceneDueAt: nil,
                        nudgeDueAt: nil,
                        pace: nil,
                        transport: nil
                    )
                )
            )
        }
        commit(at: 1000, .requestClosed(.init(requestID: request, grade: 5)))

        let moved = moved()
        #expect(
            moved == [
                #"arrived_accepts_total{by="member"} 1"#,
                #"arrived_assignment_steps_total{step="cleared"} 1"#,
                #"arrived_assignment_steps_total{step="en-route"} 1"#,
                #"arrived_assignment_steps_total{step="on-scene"} 1"#,
                #"arrived_assignment_steps_total{step="transporting"} 1"#,
                #"arrived_first_arrival_seconds_bucket{urgency="immediate",le="300"} 1"#,
                #"arrived_first_arrival_seconds_bucket{urgency="immediate",le="480"} 1"#,
                #"arrived_first_arrival_seconds_bucket{urgency="immediate",le="600"} 1"#,
                #"arrived_first_arrival_seconds_bucket{urgency="immediate",le="900"} 1"#,
                #"arrived_first_arrival_seconds_bucket{urgency="immediate",le="1200"} 1"#,
                #"arrived_first_arrival_seconds_bucket{urgency="immediate",le="1800"} 1"#,
                #"arrived_first_arrival_seconds_bucket{urgency="immediate",le="3600"} 1"#,
                #"arrived_first_arrival_seconds_bucket{urgency="immediate",le="+Inf"} 1"#,
                #"arrived_first_arrival_seconds_sum{urgency="immediate"} 200"#,
                #"arrived_first_arrival_seconds_count{urgency="immediate"} 1"#,
                #"arrived_offer_outcomes_total{outcome="accepted"} 1"#,
                #"arrived_offers_made_total{reason="nearest"} 1"#,
                #"arrived_offers_silent_total{reason="no-answer"} 1"#,
                #"arrived_requests_ended_total{outcome="closed"} 1"#,
                #"arrived_requests_opened_total{urgency="immediate"} 1"#,
            ]
        )
    }

    @Test mutating func twoArrivalsInOneBatchAreOneFirstArrival() {
        let request = RequestID(high: 1, low: 1)
        let seats = [SeatID(high: 1, low: 2), SeatID(high: 1, low: 3)]
        commit(at: 0, open(request, .urgent, seats[0], seats[1]))
        for (position, seat) in seats.enumerated() {
            let low = UInt64(position) + 10
            let member = MemberID("m-\(position)")
            commit(
                at: 10,
                make(OfferID(high: 1, low: low), of: request, seat, member),
                .offerAccepted(
                    .init(
                        requestID: request,
                        offerID: OfferID(high: 1, low: low),
                        seatID: seat,
                        memberID: member,
                        assignmentID: AssignmentID(high: 1, low: low),
                        isByHand: true,
                        isPrimary: true,
                        unit: 0,
                        enRouteDueAt: nil,
                        nudgeDueAt: nil
                    )
                )
            )
        }
        let arrivals = (0...1).map { position in
            Event.assignmentStepped(
                .init(
                    requestID: request,
                    assignmentID: AssignmentID(high: 1, low: UInt64(position) + 10),
                    memberID: MemberID("m-\(position)"),
                    step: .onScene,
                    onSceneDueAt: nil,
                    nudgeDueAt: nil,
                    pace: nil,
                    transport: nil
                )
            )
        }
        commit(at: 70, arrivals)
        #expect(moved().contains(#"arrived_first_arrival_seconds_count{urgency="urgent"} 1"#))
        #expect(moved().contains(#"arrived_accepts_total{by="operator"} 2"#))
    }

    @Test mutating func aScheduledRequestHasNoFirstArrival() {
        let request = RequestID(high: 1, low: 1)
        let seat = SeatID(high: 1, low: 2)
        let member = MemberID("m-1")
        commit(at: 0, open(request, .scheduled, seat), make(OfferID(high: 1, low: 3), of: request, seat, member))
        commit(
            at: 10,
            .offerAccepted(
                .init(
                    requestID: request,
                    offerID: OfferID(high: 1, low: 3),
                    seatID: seat,
                    memberID: member,
                    assignmentID: AssignmentID(high: 1, low: 4),
                    isByHand: false,
                    isPrimary: true,
                    unit: 0,
                    enRouteDueAt: nil,
                    nudgeDueAt: nil
                )
            )
        )
        commit(
            at: 20,
            .assignmentStepped(
                .init(
                    requestID: request,
                    assignmentID: AssignmentID(high: 1, low: 4),
                    memberID: member,
                    step: .onScene,
                    onSceneDueAt: nil,
                    nudgeDueAt: nil,
                    pace: nil,
                    transport: nil
                )
            )
        )
        #expect(!moved().contains { $0.contains("first_arrival") })
    }

    @Test mutating func countsJumpsOfTheClock() {
        commit(at: 0, .clockJumped(.init(milliseconds: 61_000)))
        #expect(moved() == ["arrived_clock_jumps_total 1"])
    }

    @Test func measuresTheShell() {
        metrics.openRequests(3)
        metrics.indexSize(25_000)
        metrics.queueDepth(5)
        metrics.committed(seconds: 0.002, entries: 3)
        metrics.commitFailed()
        metrics.diskReserveHeld(true)
        metrics.storeIsDamaged()
        metrics.refused(.connections)
        metrics.endpoints(disabled: 2, unreached: 7)
        metrics.outbox(depth: 12, oldestSeconds: 1.5)
        metrics.delivered(.sent, secondsSinceCreation: 45)
        metrics.delivered(.retry(at: 0, .timeout), secondsSinceCreation: 1)
        metrics.delivered(.gaveUp(.gone), secondsSinceCreation: 1)
        metrics.delivered(.cancelled, secondsSinceCreation: 1)
        metrics.eventStreamOpened()
        metrics.eventStreamOpened()
        metrics.eventStreamClosed()
        for status in [200, 201, 404, 503, 99] { metrics.answered(status: status) }
        let lines = moved().filter { !$0.contains("_bucket") }
        #expect(
            lines == [
                "arrived_commit_entries_sum 3",
                "arrived_commit_entries_count 1",
                "arrived_commit_failures_total 1",
                "arrived_commit_seconds_sum 0.002",
                "arrived_commit_seconds_count 1",
                #"arrived_delivery_attempts_total{outcome="cancelled"} 1"#,
                #"arrived_delivery_attempts_total{outcome="gave-up"} 1"#,
                #"arrived_delivery_attempts_total{outcome="retry"} 1"#,
                #"arrived_delivery_attempts_total{outcome="sent"} 1"#,
                "arrived_delivery_latency_seconds_sum 45",
                "arrived_delivery_latency_seconds_count 1",
                "arrived_disk_reserve_held 1",
                "arrived_endpoints_disabled 2",
                "arrived_endpoints_unreached 7",
                "arrived_event_stream_subscribers 1",
                #"arrived_http_responses_total{class="2xx"} 2"#,
                #"arrived_http_responses_total{class="4xx"} 1"#,
                #"arrived_http_responses_total{class="5xx"} 1"#,
                "arrived_index_members 25000",
                "arrived_outbox_depth 12",
                "arrived_outbox_oldest_due_seconds 1.5",
                #"arrived_overload_refusals_total{reason="connections"} 1"#,
                "arrived_requests_open 3",
                "arrived_store_damaged 1",
                "arrived_writer_queue_depth 5",
            ]
        )
    }

    // MARK: Events

    /// Applies events as one commit, some seconds after the call, and counts them.
    private mutating func commit(at seconds: Int, _ events: [Event]) {
        var entries: [JournalEntry] = []
        for event in events {
            let entry = JournalEntry(
                position: board.position + 1,
                at: opened.adding(seconds: seconds),
                actor: .system,
                event: event
            )
            board.apply(entry)
            entries.append(entry)
        }
        metrics.count(entries, on: board)
    }

    private mutating func commit(at seconds: Int, _ events: Event...) {
        commit(at: seconds, events)
    }

    private func open(_ request: RequestID, _ urgency: Urgency, _ seats: SeatID...) -> Event {
        .requestOpened(
            RequestOpened(
                requestID: request,
                number: 1,
                day: 20_000,
                category: "fall",
                urgency: urgency,
                villageCode: "130533100200",
                householdID: nil,
                contacts: [],
                seats: seats.map { .init(id: $0, role: "helper", requires: []) },
                scheduledFor: nil,
                dispatchAt: opened
            ),
            Place(villageCode: "130533100200", coordinate: coordinate)
        )
    }

    private func make(_ offer: OfferID, of request: RequestID, _ seat: SeatID, _ member: MemberID) -> Event {
        .offerMade(
            OfferMade(
                offerID: offer,
                requestID: request,
                seatID: seat,
                memberID: member,
                reason: .nearest,
                rank: 1,
                distanceMeters: 300,
                etaSeconds: 200,
                usualAcceptance: nil,
                chance: nil,
                gainSeconds: nil,
                round: 0,
                silenceDueAt: opened,
                expiresAt: opened
            )
        )
    }

    /// The samples that are not 0.
    private func moved() -> [String] {
        registry.text().split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasSuffix(" 0") }.map(String.init)
    }
}
