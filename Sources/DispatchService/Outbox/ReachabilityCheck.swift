import DispatchCore
import DispatchStore
import Logging
import ServiceLifecycle
import WebhookDelivery

/// Sends each endpoint a test message now and then, so that one that does not work is known before somebody needs it.
///
/// When each was last tested stands in its row, so that a restart goes on where it stopped. Tests come by day and a few at a
/// time: robots speak to whole groups.
struct ReachabilityCheck: Service {
    /// Pause between looks for endpoints that are due.
    private static let pauseMilliseconds: Int64 = 60_000
    /// Tests after one look: 15 endpoints a minute are 10,000 in a day.
    private static let testLimit = 15
    /// One that the last message did not reach is tried again so soon, that it is not held against it for longer than needed.
    private static let retestSeconds = 3_600
    /// So many in a row without an answer, and it is rather the machine's own network that is down: the round ends.
    private static let silenceLimit = 3

    let dispatcher: Dispatcher
    /// As it is set at the moment; nil for no tests.
    let intervalSeconds: @Sendable () -> Int?
    /// By the county's clocks, from the first hour until the other begins.
    let hours: Range<Int>

    init(dispatcher: Dispatcher, hours: Range<Int> = 8..<20, intervalSeconds: @escaping @Sendable () -> Int?) {
        self.dispatcher = dispatcher
        self.hours = hours
        self.intervalSeconds = intervalSeconds
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await testDue()
                // It throws only when the task is cancelled, and then the loop ends.
                try? await Task.sleep(for: dispatcher.clock.duration(ofMilliseconds: Self.pauseMilliseconds))
            }
        }
    }

    func testDue() async {
        guard let intervalSeconds = intervalSeconds() else { return }
        let now = dispatcher.clock.now
        let offset = dispatcher.store.county.utcOffsetSeconds
        guard hours.contains(dispatcher.clock.wallNow.localHour(utcOffsetSeconds: offset)) else { return }
        do {
            let due = try await dispatcher.store.endpointsToTest(
                testedBefore: now.adding(seconds: -intervalSeconds),
                ifUnreached: now.adding(seconds: -Self.retestSeconds),
                limit: Self.testLimit
            )
            var silences = 0
            for id in due where !Task.isCancelled && silences < Self.silenceLimit {
                let test = try await dispatcher.test(id, by: .system)
                let isSilent = [DeliveryFailure.network, .timeout].contains { $0.rawValue == test?.reason }
                silences = isSilent ? silences + 1 : 0
            }
        } catch {
            // The next look tries again.
            dispatcher.logger.warning("endpoints could not be tested", metadata: ["fault": "\(error)"])
        }
    }
}
