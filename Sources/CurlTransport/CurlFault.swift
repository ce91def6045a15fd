import CCurl

/// Why an exchange brought no reply, without the URL it was for: faults are logged and stored, URLs are secrets.
package struct CurlFault: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable {
        /// The name has no address.
        case resolve
        /// Nobody answered the connection attempt, or it was refused.
        case connect
        /// One of the exchange's two timeouts passed.
        case timeout
        /// The TLS handshake failed or the certificate is not trusted.
        case tls
        /// The connection ended before the reply was complete, or what came was not HTTP.
        case broken
        /// Every address of the host is closed by the loop's `AddressPolicy`.
        case addressRefused = "address-refused"
        /// The reply's header is larger than `CurlLoop.Configuration.headerLimitBytes`.
        case tooLarge = "too-large"
        /// The URL is malformed, is neither http nor https, or carries a user name.
        case badURL = "bad-url"
        /// A header name or value holds a character that HTTP forbids there.
        case badHeader = "bad-header"
        /// The file to send cannot be read.
        case bodyFile = "body-file"
        /// The loop holds as many exchanges as it may.
        case overloaded
        /// `cancel`, the cancelled task or `shutdown` ended it.
        case cancelled
        case other
    }

    package let kind: Kind
    /// libcurl's number (`CURLcode`; for `badURL` also `CURLUcode`, for `bodyFile` the `errno`), or 0.
    package let code: Int
    package let text: String

    package init(_ kind: Kind, code: Int = 0, text: String) {
        self.kind = kind
        self.code = code
        self.text = text
    }

    /// What libcurl's result code means here, for a URL that `TransportURL` has found to be one of http or https.
    ///
    /// Only what the URL itself is to blame for is a `badURL`. An answer that is no HTTP ends in
    /// `CURLE_UNSUPPORTED_PROTOCOL` (libcurl takes it for HTTP/0.9): a fault of whoever answers, which may pass.
    init(result: CURLcode) {
        let kind: Kind =
            switch result {
            case CURLE_COULDNT_RESOLVE_HOST: .resolve
            case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED, CURLE_NO_CONNECTION_AVAILABLE: .connect
            case CURLE_OPERATION_TIMEDOUT: .timeout
            case CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED: .badURL
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT,
                CURLE_SSL_CERTPROBLEM, CURLE_SSL_CRL_BADFILE, CURLE_SSL_SHUTDOWN_FAILED:
                .tls
            case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_WEIRD_SERVER_REPLY,
                CURLE_UNSUPPORTED_PROTOCOL, CURLE_UPLOAD_FAILED, CURLE_SEND_FAIL_REWIND, CURLE_HTTP2,
                CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING:
                .broken
            case CURLE_FILESIZE_EXCEEDED: .tooLarge
            default: .other
            }
        self.init(kind, code: Int(result.rawValue), text: unsafe String(cString: curl_easy_strerror(result)))
    }

    static let cancelled = CurlFault(.cancelled, text: "cancelled")

    package var description: String {
        code == 0 ? "\(kind.rawValue): \(text)" : "\(kind.rawValue) \(code): \(text)"
    }
}
