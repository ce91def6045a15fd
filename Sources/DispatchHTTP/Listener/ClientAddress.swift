import Glibc

/// Where a request comes from, as far as that can be believed.
package struct ClientAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address in its shortest form, `192.0.2.7` or `2001:db8::7`; none for a unix socket.
    package let host: String?
    /// Whether a forwarding header came with the request, believed or not.
    package let isForwarded: Bool

    /// Whether somebody on this machine asks, without a proxy in between.
    ///
    /// A forwarding header makes this false even when nobody trusts its sender: a proxy on the same machine would
    /// otherwise lend its loopback address to the whole world.
    package var isLocal: Bool {
        guard !isForwarded else { return false }
        guard let host else { return true }
        return host == "::1" || host.hasPrefix("127.")
    }

    package var description: String {
        host ?? "unix socket"
    }

    /// The shortest form of an address, with or without a port, brackets or a mapping into IPv6 around it.
    ///
    /// Proxies write all of `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::7`, `[2001:db8::7]` and `[2001:db8::7]:4711`, and a
    /// socket that takes both families reports `::ffff:192.0.2.7`.
    static func canonical(_ text: some StringProtocol) -> String? {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else { return nil }
            return canonical6(String(text[text.index(after: text.startIndex)..<end]))
        }
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count > 2 ? canonical6(String(text)) : parts.first.flatMap { canonical4(String($0)) }
    }

    private static func canonical4(_ text: String) -> String? {
        shortest(text, family: AF_INET, capacity: Int(INET_ADDRSTRLEN))
    }

    private static func canonical6(_ text: String) -> String? {
        let short = shortest(text, family: AF_INET6, capacity: Int(INET6_ADDRSTRLEN))
        guard let short, short.hasPrefix("::ffff:"), short.contains(".") else { return short }
        return String(short.dropFirst("::ffff:".count))
    }

    /// Reads an address and writes it again; none when it is not one.
    private static func shortest(_ text: String, family: Int32, capacity: Int) -> String? {
        // Large enough for either family.
        var address = [UInt8](repeating: 0, count: 16)
        guard unsafe inet_pton(family, text, &address) == 1 else { return nil }
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
            guard let start = buffer.baseAddress,
                let written = unsafe inet_ntop(family, address, start, socklen_t(capacity))
            else { return nil }
            return unsafe String(cString: written)
        }
    }
}
