/// Lines of an HTTP header (RFC 9110, section 5; RFC 9112, section 4).
enum CurlHeader {
    /// The line for libcurl's list; refuses what could smuggle in a second line.
    static func line(_ name: String, _ value: String) throws(CurlFault) -> String {
        guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
            throw CurlFault(.badHeader, text: "a header name holds a forbidden character")
        }
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
            throw CurlFault(.badHeader, text: "the value of \(name.lowercased()) holds a control character")
        }
        // libcurl takes a name with a colon and nothing behind it as a wish to leave the header out.
        return value.isEmpty ? "\(name);" : "\(name): \(value)"
    }

    /// The code of a status line such as `HTTP/1.1 200 OK`, `nil` for other lines.
    static func status(_ line: String) -> Int? {
        guard line.hasPrefix("HTTP/") else { return nil }
        let parts = line.split(whereSeparator: \.isWhitespace)
        return parts.count > 1 ? Int(parts[1]) : nil
    }

    /// Name in lower case and trimmed value of a header line, `nil` for the empty line at the end.
    static func parse(_ line: String) -> (name: String, value: String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let value = line[line.index(after: colon)...]
        let trimmed = value.drop(while: \.isWhitespace)
        let end = trimmed.lastIndex { !$0.isWhitespace }.map(trimmed.index(after:)) ?? trimmed.startIndex
        return (line[..<colon].lowercased(), String(trimmed[..<end]))
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
