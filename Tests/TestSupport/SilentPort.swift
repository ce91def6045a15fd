import Glibc

/// A port on 127.0.0.1 that lets nobody in and says nothing, as an address behind a broken route does.
///
/// The one place for a connection that waits to be accepted is taken, so that the kernel drops whatever else arrives
/// (listen(2)).
package final class SilentPort: Sendable {
    private let descriptors: [Int32]

    /// - Parameter port: One that is free there.
    package init(_ port: UInt16) throws {
        let listener = try LocalSocket.bound(port: port).descriptor
        guard listen(listener, 0) == 0 else {
            close(listener)
            throw ReceiverFault.systemCall("listen", errno: errno)
        }
        descriptors = [listener] + (0..<2).map { _ in LocalSocket.connecting(to: port) }
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }
}
