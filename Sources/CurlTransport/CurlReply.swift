/// What came back: a complete HTTP reply, or its beginning if the body was cut at the exchange's limit.
package struct CurlReply: Sendable {
    /// How long the stages took, in milliseconds since the exchange started; 0 for a stage that did not happen, as on a
    /// connection used again.
    package struct Timings: Hashable, Sendable {
        package var dnsMilliseconds = 0
        package var connectMilliseconds = 0
        package var tlsMilliseconds = 0
        package var firstByteMilliseconds = 0
        package var totalMilliseconds = 0

        package init() {}
    }

    package let status: Int
    /// In the order received, names in lower case.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// Whether the body was longer than the limit; the rest was not read.
    package let bodyTruncated: Bool
    package let timings: Timings
    /// `1.0`, `1.1`, `2` or `3`.
    package let httpVersion: String

    package init(
        status: Int,
        headers: [(name: String, value: String)],
        body: [UInt8],
        bodyTruncated: Bool = false,
        timings: Timings = Timings(),
        httpVersion: String = "1.1"
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.bodyTruncated = bodyTruncated
        self.timings = timings
        self.httpVersion = httpVersion
    }

    /// The first header of this name, which must be given in lower case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}
