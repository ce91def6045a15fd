import HTTPTypes
package import Hummingbird
package import NIOCore

/// The proxies whose word about their own clients is believed (`http.trustedProxies`).
package struct TrustedProxies: Sendable {
    private let isTrusted: @Sendable (String) -> Bool

    /// - Parameter isTrusted: asked with addresses in their shortest form.
    package init(isTrusted: @escaping @Sendable (_ address: String) -> Bool) {
        self.isTrusted = isTrusted
    }

    /// Believes nobody: every request comes from its peer.
    package static let none = TrustedProxies { _ in false }

    /// The rightmost hop that is no trusted proxy.
    ///
    /// Each proxy appends the address it was called from to `X-Forwarded-For`, so the list is true from its right end for
    /// as long as the ones who wrote it are trusted; whatever stands further left may be invented by the client. When every
    /// hop is trusted the leftmost is the client. A hop that is not an address ends the search at the proxy that wrote it.
    /// - Parameters:
    ///   - peer: the other end of the connection; none for a unix socket, which only a proxy of this machine can reach.
    ///   - forwardedFor: the values of all `X-Forwarded-For` fields in their order.
    package func client(peer: String?, forwardedFor: [String]) -> ClientAddress {
        var hops = forwardedFor.flatMap { $0.split(separator: ",") }
        var client = peer.map { ClientAddress.canonical($0) ?? $0 }
        while client.map(isTrusted) ?? true, let hop = hops.popLast(), let address = ClientAddress.canonical(hop) {
            client = address
        }
        return ClientAddress(host: client, isForwarded: !forwardedFor.isEmpty)
    }

    /// Where a request on a connection comes from.
    package func client(of request: Request, on channel: any Channel) -> ClientAddress {
        client(peer: channel.remoteAddress?.ipAddress, forwardedFor: request.headers[values: Self.fieldName])
    }

    private static let fieldName = makeFieldName()

    private static func makeFieldName() -> HTTPField.Name {
        guard let name = HTTPField.Name("X-Forwarded-For") else {
            preconditionFailure("the name is a token of RFC 9110, and nothing else is asked of it")
        }
        return name
    }
}
