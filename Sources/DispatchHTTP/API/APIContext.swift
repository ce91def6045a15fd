package import DispatchService
package import Hummingbird
import NIOCore

/// What is known of one call while it is answered.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who calls; set by `TokenMiddleware`, nil on routes without a token.
    package var principal: Principal?
    /// Whether the call came from this machine.
    package let isFromLoopback: Bool

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        // A unix socket has no address: whoever can open it is on this machine.
        isFromLoopback = source.channel.remoteAddress.map(Self.isLoopback) ?? true
    }

    private static func isLoopback(_ address: SocketAddress) -> Bool {
        switch address {
        case .v4, .v6:
            guard let text = address.ipAddress else { return false }
            return text == "::1" || text.hasPrefix("127.") || text.hasPrefix("::ffff:127.")
        case .unixDomainSocket:
            return true
        }
    }
}
