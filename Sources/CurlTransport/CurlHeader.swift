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
        guard line.utf8.starts(with: "HTTP/".utf8) else { return nil }
        let parts = line.utf8.split(whereSeparator: isSpace)
        return parts.count > 1 ? Int(String(parts[1]) ?? "") : nil
    }

    /// Name in lower case and trimmed value of a header line, `nil` for the empty line at the end.
    ///
    /// By bytes: every answer has a dozen such lines, and characters would have to be looked up.
    static func parse(_ line: String) -> (name: String, value: String)? {
        let bytes = line.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let value = bytes[bytes.index(after: colon)...].drop(while: isSpace)
        let end = value.lastIndex { !isSpace($0) }.map(value.index(after:)) ?? value.startIndex
        return (line[..<colon].lowercased(), String(line[value.startIndex..<end]))
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
        case _: false
        }
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
