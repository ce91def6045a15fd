import Glibc

/// Finds a TCP port of 127.0.0.1 that nobody listens on.
enum FreePort {
    static func find() throws -> UInt16 {
        guard let port = tryBinding(0) else { throw BenchFault("no port is free on 127.0.0.1") }
        return port
    }

    /// Binds and lets go again; somebody else may take the port in between, which the program that wanted it will say.
    private static func tryBinding(_ port: UInt16) -> UInt16? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // As servers do: a port whose old connections linger is free.
        var isOn: Int32 = 1
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // The socket calls take any address by its common beginning; the pointers live for the calls only.
        let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
            }
        }
        return bound ? UInt16(bigEndian: address.sin_port) : nil
    }
}
