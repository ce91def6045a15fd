import CurlTransport
import DispatchWire
import Hummingbird

/// The endpoints of all members in one server: notes when which offer came, and lets some of them hang.
final class NoticeClock: Sendable {
    private let arrivals = Locked<[String: ContinuousClock.Instant]>([:])

    /// When the offers came; the first time of each.
    var times: [String: ContinuousClock.Instant] { arrivals.withLock { $0 } }

    func application(port: UInt16) -> some ApplicationProtocol {
        let router = LocalServer.router()
        router.post("/members/{id}") { [self] request, _ in
            let now = ContinuousClock.now
            let body = try await request.body.collect(upTo: LocalServer.bodyLimitBytes)
            let notice = try WireJSON.read(NoticeBody.self, from: Array(body.readableBytesView))
            guard notice.type == "offer.created", let id = notice.data.offer?.id else { return Response(status: .ok) }
            arrivals.withLock { times in if times[id] == nil { times[id] = now } }
            return Response(status: .ok)
        }
        return LocalServer.application(router, port: port)
    }
}
