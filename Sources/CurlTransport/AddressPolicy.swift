/// Which addresses a loop may dial; closed to everything that is not global unless a network is allowed by name.
///
/// It judges the address that is about to be dialled, after name resolution, so that neither odd spellings of a host
/// (`127.1`, `0x7f.1`) nor a name that resolves to another address on the second look get past it. Plain HTTP goes only
/// to allowed networks: a notice must not cross the open internet in clear text. Outside of them only the usual ports of
/// HTTPS are dialled, so that nobody's mail or database server is spoken to.
package struct AddressPolicy: Hashable, Sendable {
    package var allowedNetworks: [Network]
    private var isUnrestricted = false

    package init(allowedNetworks: [Network]) {
        self.allowedNetworks = allowedNetworks
    }

    /// HTTPS to global addresses and nothing else.
    package static let closed = AddressPolicy(allowedNetworks: [])

    /// Anything goes: for a program that dials the one server its user named.
    package static let unrestricted = {
        var policy = AddressPolicy.closed
        policy.isUnrestricted = true
        return policy
    }()

    /// Ports at global addresses.
    package static let ports: Set<UInt16> = [443, 8443]

    /// Whether a connection to `address` may be opened.
    package func permits(_ address: IPAddress, port: UInt16, scheme: TransportURL.Scheme) -> Bool {
        if isUnrestricted || allowedNetworks.contains(where: { $0.contains(address) }) { return true }
        return switch scheme {
        case .http: false
        case .https: AddressPolicy.isGlobal(address) && AddressPolicy.ports.contains(port)
        }
    }

    /// Whether an address is meant to be reached from anywhere, by the registries of special purpose addresses.
    package static func isGlobal(_ address: IPAddress) -> Bool {
        !specialNetworks.contains { $0.contains(address) }
    }

    /// What the IANA special-purpose registries (RFC 6890) and the multicast and reserved blocks take away from the
    /// global address space, with the transition mechanisms that carry an arbitrary IPv4 address.
    private static let specialNetworks: [Network] = {
        func v4(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ length: Int) -> Network {
            Network(.v4(a << 24 | b << 16 | c << 8), length)
        }
        func v6(_ leading: UInt128, _ length: Int) -> Network {
            Network(.v6(leading << 64), length)
        }
        return [
            v4(0, 0, 0, 8),  // this host
            v4(10, 0, 0, 8),  // private
            v4(100, 64, 0, 10),  // carrier-grade translation
            v4(127, 0, 0, 8),  // loopback
            v4(169, 254, 0, 16),  // link local, cloud metadata
            v4(172, 16, 0, 12),  // private
            v4(192, 0, 0, 24),  // protocol assignments
            v4(192, 0, 2, 24),  // documentation
            v4(192, 88, 99, 24),  // 6to4 relays
            v4(192, 168, 0, 16),  // private
            v4(198, 18, 0, 15),  // benchmarking
            v4(198, 51, 100, 24),  // documentation
            v4(203, 0, 113, 24),  // documentation
            v4(224, 0, 0, 4),  // multicast
            v4(240, 0, 0, 4),  // reserved, broadcast
            v6(0, 96),  // unspecified, loopback, IPv4-compatible
            Network(.v6(0xffff << 48), 96),  // ::ffff:0:0:0/96, IPv4-translated
            v6(0x0064_ff9b_0001_0000, 48),  // local translation; 64:ff9b::/96 is judged as IPv4
            v6(0x0100_0000_0000_0000, 64),  // discard
            v6(0x2001_0000_0000_0000, 32),  // Teredo
            v6(0x2001_0db8_0000_0000, 32),  // documentation
            v6(0x2002_0000_0000_0000, 16),  // 6to4
            v6(0x3fff_0000_0000_0000, 20),  // documentation
            v6(0x5f00_0000_0000_0000, 16),  // segment routing
            v6(0xfc00_0000_0000_0000, 7),  // unique local
            v6(0xfe80_0000_0000_0000, 10),  // link local
            v6(0xfec0_0000_0000_0000, 10),  // site local
            v6(0xff00_0000_0000_0000, 8),  // multicast
        ]
    }()
}
