import TestSupport
import Testing
import WebhookDelivery

/// That nobody waits for an endpoint that hangs, shown by the order of events: nothing that hangs here ever ends by itself.
@Suite(.timeLimit(.minutes(3)))
struct CourierFairnessTests {
    @Test func anAttemptThatWaitsForANameMakesRoomForOthersAtOnce() {
        var configuration = Courier.Configuration(version: "0")
        configuration.inFlightLimit = 8
        var machine = Courier.StateMachine(configuration: configuration, generator: SeededGenerator(seed: 1))
        _ = machine.accept((1...8).map { .make($0, endpoint: $0) }, now: 0)
        let dead = machine.starts(now: 0)
        #expect(dead.count == 7, "but for the place of the sick")
        for attempt in dead { machine.slowed(attempt.number) }
        _ = machine.accept([.make(100, endpoint: 100)], now: 250)
        let actions = machine.advance(now: 250)
        #expect(actions.starts.map(\.job.deliveryID).contains(100) || !actions.cuts.isEmpty)
        // Its time says it again, which changes nothing.
        _ = machine.advance(now: configuration.slowAfterMilliseconds)
        #expect(machine.violations() == [])
    }

    @Test func hangingAndRefusingEndpointsDelayNobody() async throws {
        let receiver = try LocalReceiver { request in request.path == "/hang" ? .hang : .ok }
        let port = try RefusingPort()
        let sink = RecordingSink()
        try await Courier.withRunning(
            sink: sink,
            configuration: .testing {
                $0.inFlightLimit = 16
                $0.sickInFlightLimit = 4
            }
        ) { courier, _ in
            // Twice as many that hang as there are places, all accepted first, each with two notices.
            let hanging = (1...64).map {
                DeliveryJob.live($0, endpoint: 1_000 + $0 % 32, url: receiver.url("/hang"))
            }
            let refusing = (101...120).map { DeliveryJob.live($0, endpoint: 2_000 + $0, url: port.url()) }
            let well = (201...500).map { DeliveryJob.live($0, endpoint: 3_000 + $0 % 50, url: receiver.url("/well")) }
            #expect(courier.accept(hanging + refusing + well) == 384)
            let reports = await sink.wait { $0.count { $0.outcome == .sent } == 300 }
            #expect(Set(reports.filter { $0.outcome == .sent }.map(\.deliveryID)) == Set(201...500))
            #expect(courier.load.inFlight <= 16)
        }
    }

    @Test func oneEndpointWithManyNoticesDoesNotHoldUpAnother() async throws {
        let receiver = try LocalReceiver { request in request.path == "/busy" ? .held(status: 200) : .ok }
        let sink = RecordingSink()
        try await Courier.withRunning(sink: sink) { courier, _ in
            let busy = (1...500).map { DeliveryJob.live($0, endpoint: 1, url: receiver.url("/busy")) }
            #expect(courier.accept(busy) == 500)
            try await receiver.waitForRequests(4)
            #expect(courier.accept([.live(501, endpoint: 2, url: receiver.url("/other"))]) == 1)
            #expect(await sink.finals(1).map(\.deliveryID) == [501])
            #expect(receiver.requests.count { $0.path == "/busy" } == 4)
        }
    }
}
