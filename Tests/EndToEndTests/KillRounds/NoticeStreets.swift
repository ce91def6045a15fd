import TestSupport

/// The endpoints of the kill rounds: hands each notice to one of a few members' minds, and misbehaves now and then.
final class NoticeStreets: Sendable {
    private let streets: [(stream: AsyncStream<HeardNotice>, continuation: AsyncStream<HeardNotice>.Continuation)]

    init(count: Int) {
        streets = (0..<count).map { _ in AsyncStream<HeardNotice>.makeStream() }
    }

    var notices: [AsyncStream<HeardNotice>] { streets.map(\.stream) }

    func take(_ request: ReceivedRequest) -> ReceiverAnswer {
        guard let notice = HeardNotice(request) else { return .reply(status: 400) }
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
        for street in streets { street.continuation.finish() }
    }
}
