import CurlTransport
import TestSupport

/// The endpoints of the kill rounds: hands each notice to one of a few members' minds, and misbehaves now and then until
/// the rounds are over.
final class NoticeStreets: Sendable {
    private let streets: [(stream: AsyncStream<HeardNotice>, continuation: AsyncStream<HeardNotice>.Continuation)]
    private let isOver = Locked(false)

    init(count: Int) {
        streets = (0..<count).map { _ in AsyncStream<HeardNotice>.makeStream() }
    }

    var notices: [AsyncStream<HeardNotice>] { streets.map(\.stream) }

    func take(_ request: ReceivedRequest) -> ReceiverAnswer {
        guard let notice = HeardNotice(request) else { return .reply(status: 400) }
        // What failed before must come through now, in its own time and not by luck.
        guard !isOver.withLock({ $0 }) else { return .ok }
        let hash = notice.id.utf8.reduce(into: UInt64(5_381)) { $0 = $0 &* 33 &+ UInt64($1) }
        // Of twenty notices one is refused for good; two fail now and then, so that they must be sent again.
        switch hash % 20 {
        case 0: return .reply(status: 410)
        case 1 where request.number % 2 == 0: return .reply(status: 503)
        case 2 where request.number % 2 == 0: return .close
        case _: break
        }
        streets[Int(hash / 20 % UInt64(streets.count))].continuation.yield(notice)
        return .ok
    }

    func end() {
        isOver.withLock { $0 = true }
        for street in streets { street.continuation.finish() }
    }
}
