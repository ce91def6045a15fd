/// A range of addresses, written `10.0.0.0/8` or `fd00::/8` (CIDR notation, RFC 4632 and RFC 4291).
package struct Network: Hashable, Sendable, CustomStringConvertible {
    package let base: IPAddress
    /// How many leading bits of the base an address must share, 0…32 or 0…128.
    package let prefixLength: Int
    /// The text it was read from, for messages and the effective configuration.
    package let description: String

    /// Reads a network; an address without a length is that one host.
    ///
    /// Bits behind the prefix must be zero: `10.1.2.3/8` is more often a slip than a wish, and an allow list should not
    /// be wider than its author reads it. A network of mapped addresses (`::ffff:10.0.0.0/104`) becomes the IPv4 one.
    package init(cidr text: String) throws(NetworkFault) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(parts[0])) else { throw .notAnAddress(String(parts[0])) }
        // IPv6 text may stand for an IPv4 address; its length then counts from bit 96.
        let written = parts[0].contains(":") ? 128 : 32
        var length = written
        if parts.count == 2 {
            guard let number = Int(parts[1]), (0...written).contains(number), parts[1].allSatisfy(\.isNumber) else {
                throw .badLength(String(parts[1]), limit: written)
            }
            length = number
        }
        let width =
            switch address {
            case .v4: 32
            case .v6: 128
            }
        if width < written, !text.lowercased().contains("ffff:") { throw .translated(text) }
        length -= written - width
        guard length >= 0 else { throw .badLength(String(parts[1]), limit: written) }
        guard Network.masked(address, length) == address else { throw .bitsBehindPrefix(text) }
        base = address
        prefixLength = length
        description = text
    }

    /// A network of the program's own tables.
    init(_ base: IPAddress, _ prefixLength: Int) {
        self.base = base
        self.prefixLength = prefixLength
        description = "\(base)/\(prefixLength)"
    }

    package func contains(_ address: IPAddress) -> Bool {
        switch (base, address) {
        case (.v4, .v4), (.v6, .v6): Network.masked(address, prefixLength) == base
        case (.v4, .v6), (.v6, .v4): false
        }
    }

    private static func masked(_ address: IPAddress, _ length: Int) -> IPAddress {
        // Swift's smart shifts yield 0 for a shift by the whole width, as a length of 0 needs.
        switch address {
        case .v4(let bits): .v4(bits & (UInt32.max << (32 - length)))
        case .v6(let bits): .v6(bits & (UInt128.max << (128 - length)))
        }
    }
}
