/// What a form of the pages has sent (`application/x-www-form-urlencoded`, WHATWG URL standard, section 5.1).
package struct PageForm: Hashable, Sendable {
    /// Bytes of a form, 1 KiB: ours send some 60.
    package static let maximumBytes = 1024

    /// The value of `action`, to be read as a ``PageAction`` or a ``MemberAction``.
    package let action: String
    /// The value of `until`, that of an ``AwayChoice``.
    package let until: String?

    /// - Returns: none for a body that is too long, not a form, or without exactly one action.
    package init?(body: some Collection<UInt8>) {
        guard body.count <= Self.maximumBytes else { return nil }
        var actions: [String] = []
        var until: [String] = []
        for pair in body.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]),
                let value = Self.decoded(parts.count > 1 ? parts[1] : pair.prefix(0))
            else { return nil }
            switch name {
            case "action": actions.append(value)
            case "until": until.append(value)
            default: break
            }
        }
        guard let action = actions.first, actions.count == 1, until.count <= 1 else { return nil }
        self.action = action
        self.until = until.first
    }

    private static func decoded(_ bytes: some Collection<UInt8>) -> String? {
        var decoded: [UInt8] = []
        var rest = bytes.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                decoded.append(high << 4 | low)
            default: decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
