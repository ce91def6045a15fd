import CurlTransport
import DispatchWire

/// The daemon's journal as it happens, resumed where it broke off.
struct EventFeed: Sendable {
    /// Pieces of the stream waiting for the reader; when it is too slow the stream is taken up again from its place.
    private static let pieceLimit = 4_096
    /// How often the stream is opened again without an event in between, and how long is waited each time.
    private static let reopeningLimit = 20
    private static let pauseMilliseconds = 250

    let client: APIClient

    /// Reads from the beginning of the journal until `handle` has had enough or the task is cancelled.
    ///
    /// - Parameter handle: Given every event once and in order; false ends the feed.
    func read(_ handle: (EventMessage) async throws -> Bool) async throws {
        var position: Int64 = 0
        var emptyOpenings = 0
        while emptyOpenings < Self.reopeningLimit {
            emptyOpenings += 1
            var parser = EventStreamParser()
            for await piece in open(after: position) {
                for message in parser.take(piece) {
                    let event = try WireJSON.read(EventMessage.self, from: Array(message.data.utf8))
                    guard event.position > position else { continue }
                    position = event.position
                    emptyOpenings = 0
                    guard try await handle(event) else { return }
                }
            }
            try await pause(.milliseconds(Self.pauseMilliseconds))
        }
        throw DemoFault("the event stream cannot be opened")
    }

    /// The bytes of one connection; the stream ends when the connection does, and the other way round.
    private func open(after position: Int64) -> AsyncStream<[UInt8]> {
        let (pieces, continuation) = AsyncStream.makeStream(
            of: [UInt8].self,
            bufferingPolicy: .bufferingOldest(Self.pieceLimit)
        )
        let exchange = CurlExchange(
            method: .get,
            url: client.baseURL + "/v1/events",
            headers: [
                client.authorization, ("Accept", "text/event-stream"), ("Last-Event-ID", "\(position)"),
            ],
            totalTimeoutMilliseconds: nil,
            onBody: { piece in
                if case .dropped = continuation.yield(piece) { continuation.finish() }
            }
        )
        let ticket = client.loop.submit(exchange) { _ in continuation.finish() }
        continuation.onTermination = { [loop = client.loop] _ in loop.cancel(ticket) }
        return pieces
    }
}
