import CCurl
import Glibc

/// One look-up of a host's addresses, by the system's own resolver (`/etc/hosts`, DNS, whatever nsswitch.conf(5) says).
package enum NameLookup {
    package enum Outcome: Hashable, Sendable {
        /// In the order in which to try them (RFC 6724), in numbers.
        case found([String])
        /// Whoever answers for the name says that it has no address.
        case noAddress(String)
        /// Nobody answered for it; later somebody may.
        case unanswered(String)
    }

    /// Addresses of one host that are used, 8; more never help a connection that must stand within seconds.
    static let addressLimit = 8

    /// Asks the system. It may take as long as its name servers are patient, and longer.
    package static let system: @Sendable (_ host: String) -> Outcome = { host in
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            let text = unsafe gai_strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
            return isFinal(code) ? .noAddress(text) : .unanswered(text)
        }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [String] = []
        var next = unsafe list
        while let entry = unsafe next, addresses.count < addressLimit {
            if let text = unsafe text(of: entry), !addresses.contains(text) { addresses.append(text) }
            unsafe next = unsafe entry.pointee.ai_next
        }
        return addresses.isEmpty ? .noAddress("no usable address") : .found(addresses)
    }

    private static func isFinal(_ code: Int32) -> Bool {
        // EAI_NODATA and EAI_ADDRFAMILY, which are no part of POSIX: the name is there without an address of ours.
        code == EAI_NONAME || code == -5 || code == -9
    }

    private static func text(of entry: UnsafeMutablePointer<addrinfo>) -> String? {
        guard let address = unsafe entry.pointee.ai_addr else { return nil }
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let written: UnsafePointer<CChar>?
            switch unsafe entry.pointee.ai_family {
            case AF_INET:
                var four = unsafe UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self).sin_addr
                unsafe written = unsafe inet_ntop(AF_INET, &four, start, socklen_t(buffer.count))
            case AF_INET6:
                var six = unsafe UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self).sin6_addr
                unsafe written = unsafe inet_ntop(AF_INET6, &six, start, socklen_t(buffer.count))
            default:
                return nil
            }
            guard let written = unsafe written else { return nil }
            return unsafe String(cString: written)
        }
    }
}
