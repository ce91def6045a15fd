import DispatchWire
import Synchronization
import Testing

@testable import arrivectl

/// A server that answers as the test wrote down, call by call, and says so if it is asked anything else.
final class FakeConnection: APIConnection {
    struct Step: Sendable {
        /// The call as `describe` puts it.
        let call: String
        var status = 200
        var body = ""
        /// Pieces of a body that is handed on as it comes.
        var pieces: [String] = []
        var fault: ConnectionFault?
        /// Whether the answer never ends: the call returns only when its task is cancelled.
        var isEndless = false
    }

    private let steps: Mutex<[Step]>

    init(_ steps: [Step]) {
        self.steps = Mutex(steps)
    }

    var unusedCalls: [String] {
        steps.withLock { $0.map(\.call) }
    }

    func send(_ call: APICall) async throws(ConnectionFault) -> APIAnswer {
        let described = Self.describe(call)
        guard let step = steps.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else {
            Issue.record("one call too many: \(described)")
            throw ConnectionFault(text: "one call too many", mayHaveArrived: false)
        }
        #expect(described == step.call)
        for piece in step.pieces { call.onBody?(Array(piece.utf8)) }
        if let fault = step.fault { throw fault }
        if step.isEndless {
            let (stream, continuation) = AsyncStream<Never>.makeStream()
            for await _ in stream {}
            continuation.finish()
            throw ConnectionFault(text: "cancelled", mayHaveArrived: true)
        }
        return APIAnswer(status: step.status, body: Array(step.body.utf8))
    }

    /// Method and target, then what is out of the ordinary, then the body.
    private static func describe(_ call: APICall) -> String {
        var parts = ["\(call.method.rawValue) \(call.target)"]
        if call.accept != WireJSON.mediaType { parts.append("accept \(call.accept)") }
        if let key = call.idempotencyKey { parts.append("key \(key)") }
        if let id = call.lastEventID { parts.append("after \(id)") }
        if call.isUnhurried { parts.append("unhurried") }
        switch call.body {
        case .none: break
        case .json(let bytes): parts.append(String(decoding: bytes, as: UTF8.self))
        case .csvFile(let path): parts.append("file \(path)")
        }
        return parts.joined(separator: " | ")
    }
}
