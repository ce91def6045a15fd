import DispatchCore
import DispatchHTTP
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Testing

/// Calling the routes.
extension APIWorld {
    /// How long anything may take before a test fails instead of hanging.
    static let patience = Duration.seconds(60)

    /// Calls a route and holds the answer against the document.
    ///
    /// - Parameters:
    ///   - body: Bytes of the body; in one piece.
    ///   - address: Where the call comes from.
    @discardableResult
    func call(
        _ method: HTTPRequest.Method,
        _ target: String,
        token: String? = nil,
        headers: [String: String] = [:],
        body: [UInt8] = [],
        from address: String = "127.0.0.1",
        location: SourceLocation = #_sourceLocation
    ) async throws -> APIReply {
        var fields = HTTPFields()
        if let token { fields[.authorization] = "Bearer \(token)" }
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        if !body.isEmpty { fields[.contentLength] = String(body.count) }
        let response = try await respond(
            to: Request(
                head: HTTPRequest(
                    method: method,
                    scheme: "http",
                    authority: "arrived.example",
                    path: target,
                    headerFields: fields
                ),
                body: RequestBody(buffer: ByteBuffer(bytes: body))
            ),
            from: address
        )
        let writer = CollectingWriter()
        try await response.body.write(writer)
        let reply = APIReply(status: response.status.code, headers: response.headers, body: writer.bytes)
        let path = String(target.prefix { $0 != "?" })
        for fault in OpenAPIDocument.served.faults(of: reply, to: method, path) {
            Issue.record("\(method) \(target) → \(reply.status): \(fault)", sourceLocation: location)
        }
        return reply
    }

    /// The bare response, for bodies that stream.
    func respond(to request: Request, from address: String = "127.0.0.1") async throws -> Response {
        let channel = NIOAsyncTestingChannel()
        channel.remoteAddress = try SocketAddress(ipAddress: address, port: 50_000)
        let context = APIContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
        return try await responder.respond(to: request, context: context)
    }

    @discardableResult
    func call(
        _ method: HTTPRequest.Method,
        _ target: String,
        token: String? = nil,
        headers: [String: String] = [:],
        text: String,
        location: SourceLocation = #_sourceLocation
    ) async throws -> APIReply {
        try await call(
            method,
            target,
            token: token,
            headers: headers,
            body: Array(text.utf8),
            location: location
        )
    }

    /// Sends a page's form and goes where it leads, as a phone does.
    @discardableResult
    func tap(
        _ form: String,
        on page: String,
        location: SourceLocation = #_sourceLocation
    ) async throws -> APIReply {
        let reply = try await call(.post, page, text: form, location: location)
        guard reply.status == 303, let next = reply.headers[.location] else { return reply }
        return try await call(.get, Self.target(next, from: page), location: location)
    }

    /// Where a relative reference on a page leads (RFC 3986, section 5.2), as far as pages have any.
    static func target(_ reference: String, from page: String) -> String {
        if reference.hasPrefix("?") { return page.prefix { $0 != "?" } + reference }
        return reference.hasPrefix("../") ? "/" + reference.dropFirst(3) : reference
    }

    // MARK: What tests do all the time

    /// Opens a request as an operator of the county.
    func open(
        _ body: String = #"{"category":"fall","place":{"villageCode":"999999001001"},"summary":"MARK summary"}"#,
        location: SourceLocation = #_sourceLocation
    ) async throws -> RequestView {
        let reply = try await call(.post, "/v1/requests", token: tokens.operator, text: body, location: location)
        try #require(reply.status == 201, "\(reply.text)", sourceLocation: location)
        return try reply.read()
    }

    func show(_ id: String) async throws -> RequestView {
        try await call(.get, "/v1/requests/\(id)", token: tokens.operator).read()
    }

    /// The path of an offer's callback.
    func callback(_ offer: OfferView) throws -> String {
        "/v1/callbacks/\(try linkToken(offer.id))"
    }

    func linkToken(_ offer: String) throws -> String {
        dispatcher.links.token(ofOffer: try #require(OfferID(offer)))
    }

    @discardableResult
    func answer(
        _ offer: OfferView,
        _ action: String,
        location: SourceLocation = #_sourceLocation
    ) async throws -> APIReply {
        try await call(.post, try callback(offer), text: #"{"action":"\#(action)"}"#, location: location)
    }

    /// Opens a request and has its first offer accepted and done.
    func openAndClear() async throws -> RequestView {
        let request = try await open()
        let offer = try #require(request.offers.first)
        for action in ["accept", "cleared"] { try #require(try await answer(offer, action).status == 200) }
        return try await show(request.id)
    }

    var position: Int64 { dispatcher.follower.position }

    /// How many entries the journal has, those aside that tell of deliveries, which come when they come.
    func deeds() async throws -> Int {
        try await dispatcher.store.journal(after: 0, limit: 100_000).count { $0.kind != "offer.delivered" }
    }

    /// Waits until the journal holds an entry of this kind that fits.
    func waitForEvent(
        _ kind: String,
        where fits: @escaping @Sendable (Store.JournalLine) -> Bool = { _ in true }
    ) async throws {
        let found = await withTaskGroup { group in
            group.addTask {
                var position: Int64 = 0
                while !Task.isCancelled {
                    // A store that cannot be read ends the wait, and the test with it.
                    guard let lines = try? await dispatcher.store.journal(after: position, limit: 1000) else { break }
                    if lines.contains(where: { $0.kind == kind && fits($0) }) { return true }
                    position = lines.last?.position ?? position
                    _ = await dispatcher.follower.grows(past: position)
                }
                return false
            }
            group.addTask {
                // Cancelled when the event has come.
                try? await Task.sleep(for: Self.patience)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        try #require(found, "no \(kind) in time")
    }
}

/// Keeps what a route writes.
private final class CollectingWriter: ResponseBodyWriter {
    var bytes: [UInt8] = []

    func write(_ buffer: ByteBuffer) async throws {
        bytes += Array(buffer: buffer)
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
