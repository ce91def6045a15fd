import CurlTransport
import DispatchWire

/// Calls the daemon as its clients do.
struct APIClient: Sendable {
    /// An answer, whatever its status.
    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]
        /// Where to go on.
        var location: String?

        func read<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
            try WireJSON.read(from: body)
        }

        /// The code of the problem; nil if the answer is none.
        var problem: ProblemCode? {
            guard status >= 400 else { return nil }
            // Whatever is not a problem has no code, and the test that compares codes says so.
            return try? read(Problem.self).code
        }
    }

    /// An answer of another status than the test can go on with.
    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    /// A request of fifty offers with its timeline stays well below.
    private static let answerLimitBytes = 4 << 20

    let loop: CurlLoop
    let baseURL: String
    var token: String

    /// The same with another token.
    func with(token: String) -> APIClient { APIClient(loop: loop, baseURL: baseURL, token: token) }

    func get(_ path: String) async throws -> Answer {
        try await perform(CurlExchange(method: .get, url: baseURL + path, headers: [authorization]))
    }

    func get<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) async throws -> Value {
        try await read(get(path), path)
    }

    func post(_ path: String, _ body: some Encodable, key: String? = nil) async throws -> Answer {
        let headers = [authorization, jsonType] + (key.map { [(IdempotencyKey.headerName, $0)] } ?? [])
        return try await perform(
            CurlExchange(
                method: .post,
                url: baseURL + path,
                headers: headers,
                body: .bytes(try WireJSON.bytes(of: body))
            )
        )
    }

    func post<Value: Decodable>(
        _ path: String,
        _ body: some Encodable,
        as type: Value.Type = Value.self
    ) async throws -> Value {
        try await read(post(path, body), path)
    }

    func request(_ id: String) async throws -> RequestView {
        try await get("/v1/requests/\(id)")
    }

    /// Answers an offer by the link of its notice.
    func answer(_ link: String, _ action: CallbackAction.Action) async throws -> Answer {
        try await perform(
            CurlExchange(
                method: .post,
                url: link,
                headers: [jsonType],
                body: .bytes(try WireJSON.bytes(of: CallbackAction(action: action)))
            )
        )
    }

    /// Opens the page of a link as a phone does.
    func get(page: String) async throws -> Answer {
        try await perform(CurlExchange(method: .get, url: page))
    }

    /// Sends a page's form as a phone does, without following where it leads.
    func post(form: String, to page: String) async throws -> Answer {
        try await perform(
            CurlExchange(
                method: .post,
                url: page,
                headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: .bytes(Array(form.utf8))
            )
        )
    }

    private var authorization: (name: String, value: String) { ("Authorization", "Bearer \(token)") }
    private var jsonType: (name: String, value: String) { ("Content-Type", WireJSON.mediaType) }

    func perform(_ exchange: CurlExchange) async throws -> Answer {
        var exchange = exchange
        exchange.bodyLimitBytes = Self.answerLimitBytes
        let reply = try await loop.perform(exchange)
        return Answer(status: reply.status, body: reply.body, location: reply.header("location"))
    }

    private func read<Value: Decodable>(_ answer: Answer, _ path: String) throws -> Value {
        guard (200..<300).contains(answer.status) else {
            throw Unexpected(description: "\(path): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
        }
        return try answer.read()
    }
}
