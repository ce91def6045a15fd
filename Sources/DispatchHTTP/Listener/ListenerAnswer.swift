import NIOCore

/// The answers the listener gives by itself, before or instead of a route, each closing its connection.
///
/// They are written as they are, since no parser stands behind a connection that is refused. Codes and titles are those
/// of the API's table of problems.
enum ListenerAnswer {
    /// The request did not come in time.
    case requestTimeout
    /// There are too many connections.
    case overloaded(retryAfterSeconds: Int)
    /// The request does not say which host it is for.
    case invalidHost(detail: String)

    var status: Int {
        switch self {
        case .requestTimeout: 408
        case .overloaded: 503
        case .invalidHost: 400
        }
    }

    func bytes(allocator: ByteBufferAllocator) -> ByteBuffer {
        let reason: String
        let code: String
        let title: String
        var extra = ""
        var said = ""
        switch self {
        case .requestTimeout:
            reason = "Request Timeout"
            code = "body-too-slow"
            title = "The body did not arrive in time."
        case .overloaded(let seconds):
            reason = "Service Unavailable"
            code = "queue-full"
            title = "The daemon has more to do than it can take; try again shortly."
            extra = "Retry-After: \(seconds)\r\n"
        case .invalidHost(let detail):
            reason = "Bad Request"
            code = "invalid-host"
            title = "The request does not name its host as HTTP demands."
            said = #","detail":"\#(detail)","field":"Host""#
        }
        let body =
            #"{"type":"urn:arrived:problem:\#(code)","title":"\#(title)","status":\#(status),"code":"\#(code)"\#(said)}"#
            + "\n"
        return allocator.buffer(
            string: """
                HTTP/1.1 \(status) \(reason)\r
                Date: \(HTTPDate.now())\r
                Connection: close\r
                \(extra)Content-Type: application/problem+json\r
                Content-Length: \(body.utf8.count)\r
                \r
                \(body)
                """
        )
    }
}
