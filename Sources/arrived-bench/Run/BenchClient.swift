import CurlTransport
import DispatchWire

/// Submits requests and takes the time.
struct BenchClient: Sendable {
    /// A request of a few offers stays well below.
    private static let answerLimitBytes = 1 << 20

    let loop: CurlLoop
    let baseURL: String
    let token: String

    func isReady() async -> Bool {
        // Not listening yet is not ready.
        (try? await loop.perform(CurlExchange(method: .get, url: baseURL + "/readyz")).status) == 200
    }

    /// Submits one call.
    ///
    /// - Returns: What the 201 said, when it came and how long it took.
    func submit(
        _ request: NewRequest
    ) async throws -> (request: RequestView, at: ContinuousClock.Instant, took: Duration) {
        let body = try WireJSON.bytes(of: request)
        let start = ContinuousClock.now
        let reply = try await post("/v1/requests", body)
        let end = ContinuousClock.now
        guard reply.status == 201 else {
            throw BenchFault("a request was answered \(reply.status): \(String(decoding: reply.body, as: UTF8.self))")
        }
        return (try WireJSON.read(from: reply.body), end, end - start)
    }

    /// Submits a call that may be refused.
    ///
    /// - Returns: The status of the answer.
    func trySubmitting(_ request: NewRequest) async throws -> Int {
        try await post("/v1/requests", try WireJSON.bytes(of: request)).status
    }

    /// The request as it stands.
    func request(_ id: String) async throws -> RequestView {
        var exchange = CurlExchange(
            method: .get,
            url: baseURL + "/v1/requests/" + id,
            headers: [("Authorization", "Bearer \(token)")]
        )
        exchange.bodyLimitBytes = Self.answerLimitBytes
        return try WireJSON.read(from: try await loop.perform(exchange).body)
    }

    /// The same daemon, called with another token.
    func with(token: String) -> BenchClient { BenchClient(loop: loop, baseURL: baseURL, token: token) }

    func cancel(_ id: String) async throws {
        _ = try await post("/v1/requests/\(id)/cancel", try WireJSON.bytes(of: Cancel()))
    }

    private func post(_ path: String, _ body: [UInt8]) async throws -> CurlReply {
        var exchange = CurlExchange(
            method: .post,
            url: baseURL + path,
            headers: [("Authorization", "Bearer \(token)"), ("Content-Type", WireJSON.mediaType)],
            body: .bytes(body)
        )
        exchange.bodyLimitBytes = Self.answerLimitBytes
        return try await loop.perform(exchange)
    }
}
