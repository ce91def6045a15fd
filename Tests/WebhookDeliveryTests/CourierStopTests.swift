import TestSupport
import Testing
import WebhookDelivery

@Suite(.timeLimit(.minutes(3)))
struct CourierStopTests {
    @Test func attemptsInFlightEndAndAreRecorded() async throws {
        let receiver = try LocalReceiver { _ in .held(status: 200) }
        let reports = try await reportsOfStop(receiver, stopMilliseconds: 3_600_000)
        #expect(reports.map(\.deliveryID).sorted() == [1, 2])
        #expect(reports.allSatisfy { $0.outcome == .sent })
        #expect(receiver.requests.count == 2)
    }

    @Test func endpointThatHangsIsNotWaitedForAndItsDeliveryStaysDue() async throws {
        let receiver = try LocalReceiver { _ in .hang }
        #expect(try await reportsOfStop(receiver, stopMilliseconds: 500).isEmpty)
        #expect(receiver.requests.count == 2)
    }

    /// Stops a courier that has two attempts in flight and eight deliveries waiting; the receiver answers what it holds
    /// only after that.
    private func reportsOfStop(_ receiver: LocalReceiver, stopMilliseconds: Int64) async throws -> [AttemptReport] {
        let sink = RecordingSink()
        try await Courier.withRunning(
            sink: sink,
            configuration: .testing {
                $0.endpointInFlightLimit = 2
                $0.stopMilliseconds = stopMilliseconds
            },
            releasedWhenStopped: receiver
        ) { courier, _ in
            _ = courier.accept((1...10).map { .live($0, url: receiver.url()) })
            try await receiver.waitForRequests(2)
        }
        return await sink.reports
    }
}
