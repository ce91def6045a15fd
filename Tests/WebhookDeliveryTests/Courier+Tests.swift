import CurlTransport
import Logging
import TestSupport
import WebhookDelivery

extension Courier {
    /// Runs a courier that may dial this host while `body` lasts, and has it stop in order afterwards; the receiver
    /// answers what it holds only when the courier has been told to stop.
    static func withRunning(
        sink: RecordingSink,
        policy: AddressPolicy? = nil,
        rate: Int64 = 50,
        configuration: Configuration = .testing(),
        releasedWhenStopped receiver: LocalReceiver? = nil,
        _ body: (Courier, FastClock) async throws -> Void
    ) async throws {
        let local = AddressPolicy(allowedNetworks: [try Network(cidr: "127.0.0.0/8")])
        let loop = try CurlLoop(configuration: CurlLoop.Configuration(policy: policy ?? local))
        defer { loop.shutdown() }
        let clock = FastClock(rate: rate)
        let courier = Courier(
            configuration: configuration,
            loop: loop,
            sink: sink,
            clock: CourierClock { clock.now() },
            wait: { await clock.wait(milliseconds: $0) },
            generator: SeededGenerator(seed: 11),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let running = Task { await courier.run() }
        do {
            try await body(courier, clock)
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        receiver?.release()
        await running.value
    }
}

extension Courier.Configuration {
    /// The defaults, but for what the test changes.
    static func testing(_ change: (inout Self) -> Void = { _ in }) -> Self {
        var configuration = Self(version: "1.2.3")
        // The transport counts real time: far more than any answer takes here, unless a test wants it to pass.
        configuration.attemptTimeoutMilliseconds = 30_000
        change(&configuration)
        return configuration
    }
}

extension DeliveryJob {
    /// A job for a real receiver, due at once and good for an hour of the fast clock.
    static func live(
        _ number: Int64,
        endpoint: Int64 = 1,
        channel: Channel = .generic,
        url: String,
        secret: String? = nil,
        deadline: Int64 = FastClock.startMilliseconds + 3_600_000
    ) -> DeliveryJob {
        make(number, endpoint: endpoint, channel: channel, url: url, secret: secret, deadline: deadline)
    }
}
