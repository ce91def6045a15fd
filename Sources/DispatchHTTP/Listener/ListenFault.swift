import Glibc
import NIOCore

/// Why the daemon cannot listen, or no longer does.
package enum ListenFault: Error, Hashable, CustomStringConvertible {
    /// A system call on the socket failed, as `bind` does with a port that is in use.
    case system(address: ListenAddress, call: String, errno: Int32, reason: String)
    /// The host is not an address, and no name service knows it.
    case unknownHost(address: ListenAddress)
    /// NIO refused the socket for a reason of its own.
    case rejected(address: ListenAddress, reason: String)
    /// A listening socket closed although nobody asked for it.
    case closed(addresses: [ListenAddress])

    package var description: String {
        switch self {
        case .system(let address, let call, let errno, let reason):
            "cannot listen on \(address): \(call): \(reason) (errno \(errno))"
        case .unknownHost(let address):
            "cannot listen on \(address): the host is unknown"
        case .rejected(let address, let reason):
            "cannot listen on \(address): \(reason)"
        case .closed(let addresses):
            "a socket listening on \(addresses.map(\.description).joined(separator: ", ")) closed by itself"
        }
    }

    init(address: ListenAddress, _ error: IOError) {
        // The failed call stands only in the text, as in "bind(descriptor:ptr:bytes:): Address already in use (errno: 98)".
        let call = error.description.prefix { $0 != "(" && $0 != ":" && $0 != " " }
        self.init(address: address, call: String(call), errno: error.errnoCode)
    }

    init(address: ListenAddress, call: String, errno: Int32) {
        let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "unknown error"
        self = .system(address: address, call: call, errno: errno, reason: reason)
    }
}
