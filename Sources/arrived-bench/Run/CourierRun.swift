import CurlTransport
import DispatchWire
import Foundation
import Logging
import WebhookDelivery

/// A courier alone, with a sink that forgets at once: what sending costs, without a store.
final class CourierRun: DeliverySink {
    /// A notice that has not come by then is lost.
    private static let limitMilliseconds: Int64 = 120_000
    private static let pause = Duration.milliseconds(2)

    private struct State: Sendable {
        var ended: [Int64: (at: ContinuousClock.Instant, isSent: Bool)] = [:]
        var endpoints: [String: Int64] = [:]
        var lastDelivery: Int64 = 0
        /// What the courier knows of endpoints goes with it.
        var courier: (courier: Courier, running: Task<Void, Never>)?
    }

    private let loop: CurlLoop
    private let state = Locked(State())

    /// - Parameter resolver: Looks up the hosts of URLs that name any.
    init(resolver: NameResolver = NameResolver()) throws {
        loop = try CurlLoop(configuration: CurlLoop.Configuration(policy: .unrestricted), resolver: resolver)
    }

    func stop() {
        state.withLock { $0.courier?.running.cancel() }
        loop.shutdown()
    }

    /// Begins with a courier that knows of no endpoint whether it is well.
    func forget() async {
        let courier = state.withLock { state in
            defer { state.courier = nil }
            return state.courier
        }
        courier?.running.cancel()
        await courier?.running.value
    }

    func attempted(_ reports: [AttemptReport]) async {
        let now = ContinuousClock.now
        state.withLock { state in
            for report in reports where report.outcome.isFinal {
                state.ended[report.deliveryID] = (now, report.outcome == .sent)
            }
        }
    }

    /// Sends notices, one to each of these URLs, until those that are awaited have arrived.
    ///
    /// - Parameter isAwaited: by the notice's place in `urls`.
    /// - Returns: Milliseconds from the start until each of those had arrived, in order of arrival.
    func send(to urls: [String], awaiting isAwaited: (Int) -> Bool) async throws -> [Double] {
        let jobs = jobs(to: urls)
        let awaited = Set(urls.indices.filter(isAwaited).map { jobs[$0].deliveryID })
        let courier = courier(holding: urls.count)
        let start = ContinuousClock.now
        guard courier.accept(jobs) == jobs.count else { throw BenchFault("the courier has no room") }
        let end = start + .milliseconds(Self.limitMilliseconds)
        while state.withLock({ state in !awaited.allSatisfy { state.ended[$0] != nil } }) {
            guard ContinuousClock.now < end else { throw BenchFault("notices are missing") }
            try await Task.sleep(for: Self.pause)
        }
        let came = state.withLock { $0.ended }
        return try awaited.map { id in
            guard let one = came[id], one.isSent else { throw BenchFault("a notice was given up") }
            return start.duration(to: one.at).milliseconds
        }.sorted()
    }

    private static let now: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }

    private func courier(holding count: Int) -> Courier {
        state.withLock { state in
            if let courier = state.courier { return courier.courier }
            var configuration = Courier.Configuration(version: "bench")
            // Some rounds of them may wait for endpoints that are not well.
            configuration.jobLimit = max(10 * count, configuration.jobLimit)
            var logger = Logger(label: "arrived-bench")
            logger.logLevel = .critical
            let courier = Courier(
                configuration: configuration,
                loop: loop,
                sink: self,
                clock: CourierClock(Self.now),
                logger: logger
            )
            state.courier = (courier, Task { await courier.run() })
            return courier
        }
    }

    private func jobs(to urls: [String]) -> [DeliveryJob] {
        let body = Array(Self.body.utf8)
        return state.withLock { state in
            state.ended = [:]
            return urls.map { url in
                let endpoint = state.endpoints[url] ?? Int64(state.endpoints.count + 1)
                state.endpoints[url] = endpoint
                state.lastDelivery += 1
                return DeliveryJob(
                    deliveryID: state.lastDelivery,
                    noticeID: "notice-\(state.lastDelivery)",
                    endpointID: endpoint,
                    channel: .generic,
                    url: url,
                    secret: Self.secret,
                    payload: .json(body),
                    dueAt: 0,
                    deadline: Self.now() + Self.limitMilliseconds,
                    kind: "offer.created"
                )
            }
        }
    }

    private static let secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    /// As long as the notice of an offer.
    static let body =
        #"{"type":"offer.created","timestamp":"2026-01-01T00:00:00.000Z","data":{"filler":""#
        + String(repeating: "x", count: 700) + #""}}"#
}
