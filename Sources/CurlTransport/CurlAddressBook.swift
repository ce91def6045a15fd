/// What libcurl has been told of hosts' addresses (CURLOPT_RESOLVE(3)): bounded, because libcurl forgets none by itself.
struct CurlAddressBook {
    /// Hosts with their ports that libcurl keeps; one takes some hundred bytes.
    static let limit = 4_096

    /// In the order in which they were told first.
    private var told: [String] = []
    private var known: Set<String> = []

    /// The lines that make libcurl dial these addresses, and forget the host that it was told of first when there are too many.
    mutating func entries(for url: TransportURL, at addresses: [String]) -> [String] {
        let key = "\(url.host):\(url.port)"
        var lines: [String] = []
        if known.insert(key).inserted {
            if told.count >= Self.limit {
                let oldest = told.removeFirst()
                known.remove(oldest)
                lines.append("-\(oldest)")
            }
            told.append(key)
        }
        let list = addresses.map { $0.contains(":") ? "[\($0)]" : $0 }.joined(separator: ",")
        return lines + ["\(key):\(list)"]
    }
}
