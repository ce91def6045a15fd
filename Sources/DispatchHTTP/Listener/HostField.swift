import NIOHTTP1

/// The rule that every request of HTTP/1.1 says once which host it is for (RFC 9112, section 3.2).
enum HostField {
    /// Why a request must be refused; nil when its `Host` is as it must be.
    static func fault(of head: HTTPRequestHead) -> String? {
        let written = head.headers["host"]
        if written.count > 1 { return "The request has \(written.count) Host fields." }
        guard let value = written.first else {
            return head.version == .http1_1 ? "The request has no Host field." : nil
        }
        guard isValid(value) else { return "The Host field is no host with an optional port." }
        return nil
    }

    /// `uri-host [ ":" port ]` of RFC 3986, section 3.2.2; it may be empty, where the target has no authority.
    private static func isValid(_ value: String) -> Bool {
        var rest = Array(value.utf8)[...]
        if rest.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
            let inside = rest[rest.index(after: rest.startIndex)..<end]
            guard !inside.isEmpty, inside.allSatisfy({ isPlain($0) || $0 == UInt8(ascii: ":") }) else { return false }
            rest = rest[rest.index(after: end)...]
            return rest.isEmpty || isPort(rest)
        }
        while let byte = rest.first, byte != UInt8(ascii: ":") {
            if byte == UInt8(ascii: "%") {
                let digits = rest.dropFirst().prefix(2)
                guard digits.count == 2, digits.allSatisfy(isHexadecimal) else { return false }
                rest = rest.dropFirst(3)
            } else {
                guard isPlain(byte) else { return false }
                rest = rest.dropFirst()
            }
        }
        return rest.isEmpty || isPort(rest)
    }

    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.first == UInt8(ascii: ":") else { return false }
        let digits = text.dropFirst()
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return false }
        // No digits mean the usual port.
        return digits.isEmpty || UInt16(String(decoding: digits, as: UTF8.self)) != nil
    }

    /// An unreserved character or a delimiter that may stand in a name.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case _:
            "-._~!$&'()*+,;=".utf8.contains(byte)
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        case _: false
        }
    }
}
