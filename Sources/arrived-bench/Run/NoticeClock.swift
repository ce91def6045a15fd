import CurlTransport
import DispatchWire
import Hummingbird
import Logging

/// The endpoints of all members in one server: notes when which offer came, and lets some of them hang.
final class NoticeClock: Sendable {
    /// Notices are under one kilobyte.
    private static let bodyLimitBytes = 65_536
    /// Longer than any sender waits.
    private static let hangingTime = Duration.seconds(60)

    private let arrivals = Locked<[String: ContinuousClock.Instant]>([:])

    /// When the offers came; the first time of each.
    var times: [String: ContinuousClock.Instant] { arrivals.withLock { $0 } }

    func application(port: UInt16) -> some ApplicationProtocol {
        let router = Router()
        router.post("/members/{id}") { [self] request, _ in
            let now = ContinuousClock.now
            let body = try await request.body.collect(upTo: Self.bodyLimitBytes)
            let notice = try WireJSON.read(NoticeBody.self, from: Array(body.readableBytesView))
            guard notice.type == "offer.created", let id = notice.data.offer?.id else { return Response(status: .ok) }
            arrivals.withLock { times in if times[id] == nil { times[id] = now } }
            return Response(status: .ok)
        }
        router.post("/hanging/{id}") { _, _ in
            try await Task.sleep(for: Self.hangingTime)
            return Response(status: .ok)
        }
        var logger = Logger(label: "arrived-bench")
        logger.logLevel = .critical
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: Int(port))),
            logger: logger
        )
    }
}
