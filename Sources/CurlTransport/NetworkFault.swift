/// Why a text is not a network; the description says what would be right.
package enum NetworkFault: Error, Equatable, CustomStringConvertible {
    case notAnAddress(String)
    case badLength(String, limit: Int)
    case bitsBehindPrefix(String)
    case translated(String)

    package var description: String {
        switch self {
        case .notAnAddress(let text):
            "\"\(text)\" is not an IPv4 or IPv6 address; write a network like 10.0.0.0/8 or fd00::/8"
        case .badLength(let text, let limit):
            "\"\(text)\" is not a prefix length for this address; write a number from 0 to \(limit)"
        case .bitsBehindPrefix(let text):
            "\"\(text)\" has bits set behind its prefix; write the first address of the network, or leave the length out"
        case .translated(let text):
            "\"\(text)\" holds translated IPv4 addresses, which are judged as such; write the IPv4 network"
        }
    }
}
