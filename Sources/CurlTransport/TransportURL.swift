import CCurl

/// A URL that may be dialled: http or https, with a host and without a user name.
///
/// It is read by libcurl's own parser, so that what was checked is what is dialled. The host's text is not judged here:
/// `AddressPolicy` judges the address it leads to.
package struct TransportURL: Sendable {
    package enum Scheme: String, Sendable {
        case http
        case https
    }

    /// Longest URL taken; 2,083 is what browsers of the past allowed, robots' URLs with their tokens stay under 500.
    package static let lengthLimitBytes = 4_096

    package let text: String
    package let scheme: Scheme
    package let host: String
    /// The one of the scheme where none is written.
    package let port: UInt16

    package init(_ text: String) throws(CurlFault) {
        guard text.utf8.count <= TransportURL.lengthLimitBytes else {
            throw CurlFault(.badURL, text: "longer than \(TransportURL.lengthLimitBytes) bytes")
        }
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw CurlFault(.badURL, text: "holds a space or another character that must be percent-encoded")
        }
        guard let parsed = unsafe curl_url() else { throw CurlFault(.other, text: "out of memory") }
        defer { unsafe curl_url_cleanup(parsed) }
        let flags = UInt32(CURLU_PATH_AS_IS | CURLU_DISALLOW_USER)
        let code = unsafe curl_url_set(parsed, CURLUPART_URL, text, flags)
        guard code == CURLUE_OK else { throw TransportURL.fault(code) }
        guard let scheme = Scheme(rawValue: unsafe try TransportURL.part(CURLUPART_SCHEME, of: parsed)) else {
            throw CurlFault(.badURL, text: "neither http nor https")
        }
        self.text = text
        self.scheme = scheme
        host = unsafe try TransportURL.part(CURLUPART_HOST, of: parsed)
        let port = unsafe try TransportURL.part(CURLUPART_PORT, of: parsed, UInt32(CURLU_DEFAULT_PORT))
        guard let port = UInt16(port) else { throw CurlFault(.badURL, text: "the port is no number up to 65535") }
        self.port = port
    }

    /// Host and port, which is what a connection is for.
    var origin: String { "\(scheme.rawValue)://\(host):\(port)" }

    /// Whether the host has its address without being looked up: it is one, or this machine (RFC 6761, section 6.3).
    var needsNoLookup: Bool {
        let name = host.lowercased()
        return host.hasPrefix("[") || IPAddress(host) != nil || name == "localhost" || name.hasSuffix(".localhost")
    }

    private static func part(
        _ part: CURLUPart,
        of parsed: OpaquePointer,
        _ flags: UInt32 = 0
    ) throws(CurlFault) -> String {
        var value: UnsafeMutablePointer<CChar>?
        let code = unsafe curl_url_get(parsed, part, &value, flags)
        guard code == CURLUE_OK, let value = unsafe value else { throw fault(code) }
        defer { unsafe curl_free(value) }
        return unsafe String(cString: value)
    }

    private static func fault(_ code: CURLUcode) -> CurlFault {
        CurlFault(.badURL, code: Int(code.rawValue), text: unsafe String(cString: curl_url_strerror(code)))
    }
}
