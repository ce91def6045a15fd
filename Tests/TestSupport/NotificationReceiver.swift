import Glibc

/// A datagram socket as systemd's manager, or its journal, has it.
package struct NotificationReceiver: ~Copyable {
    private let descriptor: Int32
    private let path: String?

    /// - Parameter name: a path, or `@` and an abstract name.
    package init(name: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        let isAbstract = bytes.first == UInt8(ascii: "@")
        if isAbstract { bytes[0] = 0 }
        path = isAbstract ? nil : name
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let length = socklen_t(2 + bytes.count + (isAbstract ? 0 : 1))
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(descriptor, $0, length) }
        }
        guard bound == 0 else { throw ReceiverFault.systemCall("bind", errno: errno) }
        // A message is there as soon as it was sent; the limit only keeps a broken test from hanging.
        var timeout = timeval(tv_sec: 10, tv_usec: 0)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
        if let path { unsafe unlink(path) }
    }

    /// The next message.
    package func receive() throws -> String {
        String(decoding: try receiveBytes(), as: UTF8.self)
    }

    package func receiveBytes() throws -> [UInt8] {
        try receiveBytes(flags: 0)
    }

    /// What has been sent by now and not been received; nil when there is nothing.
    package func receiveSent() throws -> String? {
        do {
            return String(decoding: try receiveBytes(flags: Int32(MSG_DONTWAIT)), as: UTF8.self)
        } catch ReceiverFault.systemCall(_, errno: EAGAIN) {
            return nil
        }
    }

    private func receiveBytes(flags: Int32) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 128 * 1024)
        let count = unsafe recv(descriptor, &buffer, buffer.count, flags)
        guard count >= 0 else { throw ReceiverFault.systemCall("recv", errno: errno) }
        return Array(buffer.prefix(count))
    }

    /// The first message from now on that fits; thrown out of when none comes in time.
    package func receive(until fits: (String) -> Bool) throws -> String {
        while true {
            let message = try receive()
            if fits(message) { return message }
        }
    }
}
