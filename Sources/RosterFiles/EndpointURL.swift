/// What an endpoint's URL must look like, RFC 3986 narrowed to what every HTTP client reads in the same way.
///
/// Clients differ on backslashes, spaces, user information and odd hosts, and such differences are how a URL gets past
/// a check. Whether the host may be reached is decided when a notice is sent.
enum EndpointURL {
    private static let schemes = ["https://", "http://"]
    private static let labelLimitBytes = 63
    private static let hostLimitBytes = 253

    /// What is wrong with the URL and what would be right; nil when it is right.
    static func complaint(about url: String) -> String? {
        if url.utf8.count > ImportLimits.urlBytes { return "must have at most \(ImportLimits.urlBytes) bytes" }
        guard let scheme = schemes.first(where: { url.lowercased().hasPrefix($0) }) else {
            return "must begin with http:// or https://"
        }
        if let scalar = url.unicodeScalars.first(where: { !isAllowed($0) }) {
            return "must not hold \(scalar.codePoint); write it percent-encoded"
        }
        let rest = url.utf8.dropFirst(scheme.utf8.count)
        let authority = Array(rest.prefix { !"/?#".utf8.contains($0) })
        if authority.contains(UInt8(ascii: "@")) { return "must not hold a user name or password" }
        let text = String(decoding: authority, as: UTF8.self)
        let isBracketed = text.hasPrefix("[")
        let hostEnd = isBracketed ? text.firstIndex(of: "]").map { text.index(after: $0) } : text.firstIndex(of: ":")
        let host = String(text[..<(hostEnd ?? text.endIndex)])
        let port = text[(hostEnd ?? text.endIndex)...]
        if host.isEmpty { return "must name a host" }
        guard isBracketed ? isAddress(host) : isName(host) else {
            return "must name a host by letters, digits, dots and hyphens, or by its address"
        }
        guard port.isEmpty || isPort(port) else { return "must have a port of 1 to 65535, or none" }
        return nil
    }

    /// Printable ASCII without the signs that RFC 3986 leaves out.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "<", ">", "\\", "^", "`", "{", "|", "}": false
        default: (0x21...0x7E).contains(scalar.value)
        }
    }

    private static func isName(_ host: String) -> Bool {
        // One dot at the end is the root of the domain names.
        let plain = host.hasSuffix(".") ? host.dropLast() : host[...]
        guard plain.utf8.count <= hostLimitBytes else { return false }
        return plain.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...labelLimitBytes).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        }
    }

    /// An IPv6 address in brackets, by its signs; its digits are read by the client.
    private static func isAddress(_ host: String) -> Bool {
        host.hasSuffix("]") && host.contains("::") || host.count(where: { $0 == ":" }) == 7
            ? host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." } : false
    }

    private static func isPort(_ text: Substring) -> Bool {
        let digits = text.dropFirst()
        guard text.first == ":", digits.allSatisfy(\.isASCIIDigit), let port = Int(digits) else { return false }
        return (1...65_535).contains(port)
    }
}
