import Glibc

/// An IPv4 or IPv6 address as a number, with IPv4 addresses inside IPv6 ones brought out.
///
/// `::ffff:a.b.c.d` (RFC 4291, section 2.5.5.2) dials `a.b.c.d`, and `64:ff9b::a.b.c.d` (RFC 6052) reaches it through a
/// translator: both are judged as the IPv4 address, or they would be a way round every rule written for it.
package enum IPAddress: Hashable, Sendable {
    case v4(UInt32)
    case v6(UInt128)

    /// The address of these 16 bytes in network order, as IPv4 where it carries one.
    package init(unmapping bits: UInt128) {
        let prefix = bits >> 32
        if prefix == 0xffff || prefix == 0x0064_ff9b << 64 {
            self = .v4(UInt32(truncatingIfNeeded: bits))
        } else {
            self = .v6(bits)
        }
    }

    /// Reads an address in its usual text form; `nil` for anything `inet_pton` refuses, such as `127.1`.
    package init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            self = .v4(UInt32(bigEndian: four.s_addr))
        } else if unsafe inet_pton(AF_INET6, text, &six) == 1 {
            self.init(unmapping: IPAddress.number(six))
        } else {
            return nil
        }
    }

    /// The 16 bytes of a C address as one number.
    static func number(_ address: in6_addr) -> UInt128 {
        UInt128(bigEndian: unsafe unsafeBitCast(address, to: UInt128.self))
    }
}
