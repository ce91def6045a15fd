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

    var status: Int {
        switch self {
        case .requestTimeout: 408
        case .overloaded: 503
        }
    }

    func bytes(allocator: ByteBufferAllocator) -> ByteBuffer {
        let reason: String
        let code: String
        let title: String
        var extra = ""
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
        }
        let body =
            #"{"type":"urn:arrived:problem:\#(code)","title":"\#(title)","status":\#(status),"code":"\#(code)"}"# + "\n"
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
