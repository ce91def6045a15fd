import Glibc

/// A port on 127.0.0.1 that refuses connections as long as this object lives.
///
/// It is bound but not listening, so that nothing else can take the port meanwhile.
package final class RefusingPort: Sendable {
    package let port: UInt16
    private let descriptor: Int32

    package init() throws {
        (descriptor, port) = try LocalSocket.bound()
    }

    deinit {
        close(descriptor)
    }

    package func url(_ path: String = "/") -> String {
        "http://127.0.0.1:\(port)\(path)"
    }
}
