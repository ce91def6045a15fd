import Foundation
import Glibc

/// A small HTTP/1.1 server on 127.0.0.1 that plays the endpoints of other people in tests.
///
/// One thread serves all connections, so hundreds of hanging ones cost nothing. A closure decides what each request gets;
/// it runs on that thread and must be brief. Every request is recorded, and tests wait for requests, never for time.
/// It ends with `stop()` or with its last reference.
package final class LocalReceiver: Sendable {
    /// Generous, because tests that compute can keep all threads busy for a while; it is only reached by a failure.
    package static let defaultDeadline = Duration.seconds(60)

    package let port: UInt16
    private let desk: ReceiverDesk

    package convenience init(_ answer: @escaping @Sendable (ReceivedRequest) -> ReceiverAnswer = { _ in .ok }) throws {
        try self.init(at: LocalSocket.loopback, answer)
    }

    /// - Parameter host: An address of 127.0.0.0/8.
    package init(at host: UInt32, _ answer: @escaping @Sendable (ReceivedRequest) -> ReceiverAnswer) throws {
        let (listener, port) = try LocalSocket.bound(to: host)
        guard listen(listener, SOMAXCONN) == 0 else { throw ReceiverFault.systemCall("listen", errno: errno) }
        self.port = port
        let desk = try ReceiverDesk()
        self.desk = desk
        Thread.detachNewThread {
            var loop = ReceiverLoop(listener: listener, desk: desk, answer: answer)
            loop.run()
        }
    }

    deinit {
        stop()
    }

    /// `http://127.0.0.1:PORT` and this path.
    package func url(_ path: String = "/") -> String {
        "http://127.0.0.1:\(port)\(path)"
    }

    /// All requests so far, in the order in which they were complete.
    package var requests: [ReceivedRequest] {
        desk.withState { $0.requests }
    }

    /// Waits until `count` requests that fit have come, and returns those.
    ///
    /// Throws `ReceiverFault.tooFewRequests` at the deadline.
    @discardableResult
    package func waitForRequests(
        _ count: Int,
        deadline: Duration = defaultDeadline,
        where fits: @escaping @Sendable (ReceivedRequest) -> Bool = { _ in true }
    ) async throws -> [ReceivedRequest] {
        try await withCheckedThrowingContinuation { continuation in
            let waiter = ReceiverDesk.Waiter(
                count: count,
                deadline: ContinuousClock.now + deadline,
                fits: fits,
                continuation: continuation
            )
            desk.admit(waiter)
        }
    }

    /// Answers all requests that are held now, or those with this path.
    package func release(path: String? = nil) {
        desk.post(.release(path: path))
    }

    /// Closes every connection and the port; returns when that is done.
    package func stop() {
        desk.post(.stop)
        desk.waitUntilStopped()
    }
}
