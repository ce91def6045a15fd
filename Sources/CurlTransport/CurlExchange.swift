/// One HTTP call to make: what to send where, and the bounds on the time and memory it may take.
package struct CurlExchange: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// A regular file, streamed; it must not change while it is sent.
        case file(path: String)
    }

    package static let defaultConnectTimeoutMilliseconds = 3_000
    package static let defaultTotalTimeoutMilliseconds = 30_000
    /// Kept of a reply's body unless the caller says otherwise: any answer of the API fits.
    package static let defaultBodyLimitBytes = 1 << 20

    package var method: Method
    package var url: String
    /// Names and values as given; a name may occur twice. No header is added to them but `Host`, `Accept` and the length.
    package var headers: [(name: String, value: String)]
    package var body: Body
    /// Until the connection stands: name resolution, TCP and TLS.
    package var connectTimeoutMilliseconds: Int
    /// Until the reply is complete, counted from the moment the loop starts the exchange; `nil` for a stream without end.
    package var totalTimeoutMilliseconds: Int?
    /// Bytes of the reply's body to keep; what exceeds them ends the exchange with `CurlReply.bodyTruncated`.
    package var bodyLimitBytes: Int
    /// Receives the body of a 2xx reply piece by piece instead of its being kept, without a limit. Bodies of other
    /// replies are kept as ever. Called on the loop's thread: it must be brief.
    package var onBody: (@Sendable ([UInt8]) -> Void)?
    /// Receives how many bytes of a body file have been handed over so far. Called on the loop's thread.
    package var onUpload: (@Sendable (_ sentBytes: Int) -> Void)?

    package init(
        method: Method,
        url: String,
        headers: [(name: String, value: String)] = [],
        body: Body = .none,
        connectTimeoutMilliseconds: Int = defaultConnectTimeoutMilliseconds,
        totalTimeoutMilliseconds: Int? = defaultTotalTimeoutMilliseconds,
        bodyLimitBytes: Int = defaultBodyLimitBytes,
        onBody: (@Sendable ([UInt8]) -> Void)? = nil,
        onUpload: (@Sendable (_ sentBytes: Int) -> Void)? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connectTimeoutMilliseconds = connectTimeoutMilliseconds
        self.totalTimeoutMilliseconds = totalTimeoutMilliseconds
        self.bodyLimitBytes = bodyLimitBytes
        self.onBody = onBody
        self.onUpload = onUpload
    }
}
