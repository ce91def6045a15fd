import DispatchWire

/// One call of the API, without the server's address and the token, which belong to the connection.
struct APICall: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    enum Body: Sendable {
        case none
        case json([UInt8])
        /// A file, streamed as `text/csv`.
        case csvFile(path: String)
    }

    var method: Method
    /// Path, and query if any, percent-encoded.
    var target: String
    var body = Body.none
    var accept = WireJSON.mediaType
    var idempotencyKey: String?
    /// For the event stream: the position after which to go on.
    var lastEventID: String?
    /// Whether the answer may take as long as it likes.
    var isUnhurried = false
    /// Receives the body of a 2xx answer piece by piece instead of its being kept. Called one piece after the other on a
    /// thread of the connection, which waits for it: a slow terminal slows the server and fills no memory.
    var onBody: (@Sendable ([UInt8]) -> Void)?

    /// - Parameters:
    ///   - path: the parts of the path, each encoded here, so that an id with a slash stays one part.
    ///   - query: names and values; those without a value are left out.
    init(_ method: Method, _ path: [String], query: [(String, String?)] = []) {
        self.method = method
        target = path.map { "/" + $0.percentEncoded }.joined()
        let pairs = query.compactMap { name, value in value.map { "\(name)=\($0.percentEncoded)" } }
        if !pairs.isEmpty { target += "?" + pairs.joined(separator: "&") }
    }

    /// A call with a JSON body.
    init(_ method: Method, _ path: [String], sending body: some Encodable) throws(CommandFailure) {
        self.init(method, path)
        do {
            self.body = .json(try WireJSON.bytes(of: body))
        } catch {
            throw .usage("a number is not finite")
        }
    }
}

extension String {
    /// The text with all but the unreserved characters of RFC 3986 section 2.3 percent-encoded.
    fileprivate var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return text
    }
}
