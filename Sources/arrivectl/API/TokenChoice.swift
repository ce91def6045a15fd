import CurlTransport

/// Which token goes to a server: what is given by hand goes where it is told, what the machine keeps to its own server alone.
enum TokenChoice {
    /// The option counts before the variable, and that before what the machine keeps.
    ///
    /// The token of `TokenFile.standardPath` opens everything, so it never goes to an address that somebody typed, unless that is
    /// the configured server's. No token leaves this machine unencrypted unless that is asked for.
    static func token(
        for address: String,
        _ options: ServerOptions,
        _ surroundings: Surroundings
    ) throws(CommandFailure) -> String? {
        let token: String?
        if let file = options.tokenFile {
            token = try TokenFile.read(file)
        } else if let given = surroundings.variable("ARRIVED_TOKEN") {
            token = given
        } else if ConfiguredServer.addresses(surroundings.configuration()).contains(where: { $0.isSame(as: address) }),
            let file = surroundings.standardTokenFile()
        {
            token = try TokenFile.read(file)
        } else {
            token = nil
        }
        guard token == nil || options.allowPlainHTTP || isSafe(address) else {
            throw .usage(
                "the token would go to \(address) unencrypted; use https, or say --allow-plain-http if the way there is safe"
            )
        }
        return token
    }

    /// Whether nobody on the way can read what goes there. What is no address at all is refused by the connection.
    private static func isSafe(_ address: String) -> Bool {
        // What is wrong with an address is told when it is to be dialled.
        guard let url = try? TransportURL(address) else { return true }
        return url.scheme == .https || url.isThisMachine
    }
}

/// Where this machine's own daemon listens, as far as the configuration in `/etc/arrived` tells.
enum ConfiguredServer {
    /// Where the package's socket listens, whatever else it does.
    static let standardAddress = "http://127.0.0.1:7878"

    /// - Parameter configuration: The daemon's configuration file; nil when there is none.
    static func addresses(_ configuration: String?) -> [String] {
        var addresses = [standardAddress]
        for line in (configuration ?? "").split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimming(while: \.isWhitespace) }
            // Neither an address nor what stands around it holds a space; behind one there is a comment.
            guard parts.count == 2, let word = parts[1].split(separator: " ").first, word != "null" else { continue }
            let value = word.trimming { $0 == "\"" || $0 == "'" }
            switch parts[0] {
            case "listen": addresses.append("http://\(value)")
            case "publicURL", "http.publicURL": addresses.append(value)
            case _: break
            }
        }
        return addresses
    }
}

extension TransportURL {
    /// Whether what goes there stays on this machine: the loopback addresses (RFC 6890), and the name that always means them.
    var isThisMachine: Bool {
        if host.lowercased() == "localhost" { return true }
        if host.hasPrefix("["), host.hasSuffix("]") { return IPAddress(String(host.dropFirst().dropLast())) == .v6(1) }
        guard case .v4(let number) = IPAddress(host) else { return false }
        return number >> 24 == 127
    }
}

extension String {
    /// Whether both are the address of one server; a slash at the end makes no difference.
    fileprivate func isSame(as other: String) -> Bool {
        func bare(_ text: String) -> String { String(text.reversed().drop { $0 == "/" }.reversed()) }
        return bare(self) == bare(other)
    }
}

extension StringProtocol {
    fileprivate func trimming(while isTrimmed: (Character) -> Bool) -> String {
        String(self.drop(while: isTrimmed).reversed().drop(while: isTrimmed).reversed())
    }
}
