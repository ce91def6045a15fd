import Glibc

/// The few socket calls that the receivers of the tests need.
enum LocalSocket {
    static let loopback: UInt32 = 0x7f00_0001

    /// A TCP socket bound to an address of this host, and to a free port unless one is named.
    static func bound(to host: UInt32 = loopback, port: UInt16 = 0) throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ReceiverFault.systemCall("socket", errno: errno) }
        var bound = sockaddr_in()
        let code = unsafe withAddress(host, port) { address, size in
            let code = unsafe bind(descriptor, address, size)
            guard code == 0 else { return code }
            var size = size
            return unsafe withUnsafeMutablePointer(to: &bound) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    unsafe getsockname(descriptor, generic, &size)
                }
            }
        }
        guard code == 0 else {
            let number = errno
            close(descriptor)
            throw ReceiverFault.systemCall("bind", errno: number)
        }
        return (descriptor, UInt16(bigEndian: bound.sin_port))
    }

    /// Begins to connect to a port of 127.0.0.1, and does not wait for what comes of it.
    static func connecting(to port: UInt16) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        makeNonBlocking(descriptor)
        _ = unsafe withAddress(loopback, port) { address, size in unsafe connect(descriptor, address, size) }
        return descriptor
    }

    private static func withAddress(
        _ host: UInt32,
        _ port: UInt16,
        _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = host.bigEndian
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe call(generic, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    static func makeNonBlocking(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// Sends what fits; `nil` if the other side is gone. SIGPIPE is not raised.
    static func send(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int? {
        let count = unsafe bytes.withUnsafeBytes { buffer in
            unsafe Glibc.send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        }
        if count >= 0 { return count }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    /// Receives what is there: empty if nothing is yet, `nil` if the other side has closed.
    static func receive(from descriptor: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 64 * 1_024)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count > 0 { return Array(buffer[..<count]) }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? [] : nil
    }
}
