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

    private let loop: CurlLoop
    private let ended = Locked<[Int64: (at: ContinuousClock.Instant, isSent: Bool)]>([:])

    /// - Parameter resolver: Looks up the hosts of URLs that name any.
    init(resolver: NameResolver = NameResolver()) throws {
        loop = try CurlLoop(configuration: CurlLoop.Configuration(policy: .unrestricted), resolver: resolver)
    }

    func stop() { loop.shutdown() }

    func attempted(_ reports: [AttemptReport]) async {
        let now = ContinuousClock.now
        ended.withLock { ended in
            for report in reports where report.outcome.isFinal {
                ended[report.deliveryID] = (now, report.outcome == .sent)
            }
        }
    }

    /// Sends notices, one to each of these URLs, until those that are awaited have arrived.
    ///
    /// - Parameter isAwaited: by the notice's place in `urls`.
    /// - Returns: Milliseconds from the start until each of those had arrived, in order of arrival.
    func send(to urls: [String], awaiting isAwaited: (Int) -> Bool) async throws -> [Double] {
        ended.withLock { $0 = [:] }
        let now: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }
        var configuration = Courier.Configuration(version: "bench")
        configuration.jobLimit = max(urls.count, configuration.jobLimit)
        var logger = Logger(label: "arrived-bench")
        logger.logLevel = .critical
        let courier = Courier(
            configuration: configuration,
            loop: loop,
            sink: self,
            clock: CourierClock(now),
            logger: logger
        )
        let body = Array(Self.body.utf8)
        var numbers: [String: Int64] = [:]
        let jobs = urls.enumerated().map { place, url in
            let endpoint = numbers[url] ?? Int64(numbers.count + 1)
            numbers[url] = endpoint
            return DeliveryJob(
                deliveryID: Int64(place),
                noticeID: "notice-\(place)",
                endpointID: endpoint,
                channel: .generic,
                url: url,
                secret: Self.secret,
                payload: .json(body),
                dueAt: 0,
                deadline: now() + Self.limitMilliseconds,
                kind: "offer.created"
            )
        }
        let awaited = Set(urls.indices.filter(isAwaited).map { Int64($0) })
        let start = ContinuousClock.now
        guard courier.accept(jobs) == jobs.count else { throw BenchFault("the courier has no room") }
        let running = Task<Void, Never> { await courier.run() }
        let end = start + .milliseconds(Self.limitMilliseconds)
        while ended.withLock({ ended in ended.count < awaited.count || !awaited.allSatisfy { ended[$0] != nil } }) {
            guard ContinuousClock.now < end else { throw BenchFault("notices are missing") }
            try await Task.sleep(for: Self.pause)
        }
        running.cancel()
        await running.value
        let came = ended.withLock { $0 }
        return try awaited.map { id in
            guard let one = came[id], one.isSent else { throw BenchFault("a notice was given up") }
            return start.duration(to: one.at).milliseconds
        }.sorted()
    }

    private static let secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    /// As long as the notice of an offer.
    static let body =
        #"{"type":"offer.created","timestamp":"2026-01-01T00:00:00.000Z","data":{"filler":""#
        + String(repeating: "x", count: 700) + #""}}"#
}
