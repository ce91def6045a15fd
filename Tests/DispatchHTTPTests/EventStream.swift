import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

/// A follower of the event stream, on the route itself.
struct EventStream: Sendable {
    struct Event: Sendable {
        let id: Int64
        let type: String?
        let data: String?

        /// The message; nil for the first event, which says only where the stream begins.
        var message: EventMessage? {
            get throws { try data.map { try WireJSON.read(from: Array($0.utf8)) } }
        }
    }

    /// Follows until `isEnough` of what has come, and returns that.
    static func follow(
        _ world: APIWorld,
        token: String,
        from position: Int64? = nil,
        query: String = "",
        until isEnough: @escaping @Sendable ([Event]) -> Bool
    ) async throws -> [Event] {
        var headers: HTTPFields = [.authorization: "Bearer \(token)"]
        if let position { headers[try #require(HTTPField.Name("Last-Event-ID"))] = String(position) }
        let head = HTTPRequest(
            method: .get,
            scheme: "http",
            authority: "arrived.example",
            path: "/v1/events\(query)",
            headerFields: headers
        )
        let response = try await world.respond(to: Request(head: head, body: RequestBody(buffer: ByteBuffer())))
        try #require(response.status == .ok)
        #expect(response.headers[.contentType] == "text/event-stream")
        let (pieces, sink) = AsyncStream<String>.makeStream()
        return try await withThrowingTaskGroup(of: [Event]?.self) { group in
            group.addTask {
                // Ends by being cancelled, once enough has come.
                try? await response.body.write(PieceWriter(sink: sink))
                sink.finish()
                return nil
            }
            group.addTask {
                var text = ""
                for await piece in pieces {
                    text += piece
                    let events = parse(text)
                    if isEnough(events) { return events }
                }
                return parse(text)
            }
            group.addTask {
                try? await Task.sleep(for: APIWorld.patience)  // cancelled as soon as enough has come
                return nil
            }
            defer { group.cancelAll() }
            while let events = try await group.next() {
                if let events { return events }
            }
            return []
        }
    }

    /// The events of a stream so far (WHATWG HTML, section 9.2.6); a last one that is not complete does not count.
    static func parse(_ text: String) -> [Event] {
        text.components(separatedBy: "\n\n").dropLast().compactMap { block in
            var id: Int64?
            var type: String?
            var data: String?
            for line in block.split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                let value = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
                switch parts[0] {
                case "id": id = Int64(value)
                case "event": type = String(value)
                case "data": data = String(value)
                case "": continue
                default: Issue.record("a line of no kind: \(line)")
                }
            }
            return id.map { Event(id: $0, type: type, data: data) }
        }
    }
}

private struct PieceWriter: ResponseBodyWriter {
    let sink: AsyncStream<String>.Continuation

    func write(_ buffer: ByteBuffer) async throws {
        try Task.checkCancellation()
        sink.yield(String(buffer: buffer))
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        sink.finish()
    }
}
