import CurlTransport
import DispatchWire

/// Calls the daemon's API as an operator does.
struct APIClient: Sendable {
    private static let timeoutMilliseconds = 30_000
    /// A request of many offers with its timeline stays well below.
    private static let answerLimitBytes = 4 << 20

    let loop: CurlLoop
    let baseURL: String
    let token: String

    /// The header that names who asks.
    var authorization: (name: String, value: String) { ("Authorization", "Bearer \(token)") }

    func isReady() async -> Bool {
        do {
            return try await loop.perform(CurlExchange(method: .get, url: baseURL + "/readyz")).status == 200
        } catch {
            // Not listening yet.
            return false
        }
    }

    func get<Answer: Decodable & Sendable>(_ path: String) async throws -> Answer {
        try await call(CurlExchange(method: .get, url: baseURL + path, headers: [authorization]))
    }

    func post<Answer: Decodable & Sendable>(
        _ path: String,
        _ body: some Encodable & Sendable,
        headers: [(name: String, value: String)] = []
    ) async throws -> Answer {
        try await call(
            CurlExchange(
                method: .post,
                url: baseURL + path,
                headers: [authorization, ("Content-Type", WireJSON.mediaType)] + headers,
                body: .bytes(try WireJSON.bytes(of: body))
            )
        )
    }

    private func call<Answer: Decodable & Sendable>(_ exchange: CurlExchange) async throws -> Answer {
        var exchange = exchange
        exchange.totalTimeoutMilliseconds = Self.timeoutMilliseconds
        exchange.bodyLimitBytes = Self.answerLimitBytes
        let reply: CurlReply
        do {
            reply = try await loop.perform(exchange)
        } catch {
            if error.kind == .cancelled { throw CancellationError() }
            throw DemoFault("\(exchange.method.rawValue) \(exchange.url): \(error)")
        }
        guard (200..<300).contains(reply.status) else { throw try WireJSON.read(Problem.self, from: reply.body) }
        return try WireJSON.read(from: reply.body)
    }
}
