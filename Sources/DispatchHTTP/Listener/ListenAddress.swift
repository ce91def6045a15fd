import Glibc

/// Where the listener gets its socket from.
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A TCP port of this machine; port 0 lets the kernel choose a free one.
    case network(host: String, port: Int)
    /// A stream socket, TCP or unix, that somebody else bound and is listening on: systemd's socket activation.
    ///
    /// The listener owns the descriptor from then on and closes it at the end.
    case inherited(descriptor: Int32)

    package var description: String {
        switch self {
        case .network(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .inherited(let descriptor): "inherited descriptor \(descriptor)"
        }
    }

    /// Makes sure that an inherited descriptor is a listening socket; NIO stops the process on one that is not open.
    func check() throws(ListenFault) {
        guard case .inherited(let descriptor) = self else { return }
        var accepts: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &accepts, &size) == 0 else {
            throw ListenFault(address: self, call: "getsockopt", errno: errno)
        }
        guard accepts == 1 else { throw .rejected(address: self, reason: "the socket does not listen") }
    }
}
