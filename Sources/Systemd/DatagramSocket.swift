import Glibc

/// Sends datagrams to a Unix socket by its name, each within a time.
///
/// The socket is made for each message: they are few, and a descriptor that stays would need an owner.
struct DatagramSocket: Hashable, Sendable {
    private let name: String
    private let sendTimeoutMilliseconds: Int

    /// Bytes of a name with its final zero.
    static var pathCapacity: Int { MemoryLayout.size(ofValue: sockaddr_un().sun_path) }

    /// - Parameter name: an absolute path, or `@` and an abstract name; a path must leave room for its final zero.
    init(name: String, sendTimeoutMilliseconds: Int) throws(SystemdFault) {
        guard name.hasPrefix("/") || (name.hasPrefix("@") && name.utf8.count > 1), name.utf8.count < Self.pathCapacity
        else { throw .badSocket(name: name, limitBytes: Self.pathCapacity) }
        self.name = name
        self.sendTimeoutMilliseconds = sendTimeoutMilliseconds
    }

    func send(_ message: [UInt8]) throws(SystemdFault) {
        let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { throw fault("socket") }
        defer { close(descriptor) }

        var timeout = timeval(tv_sec: sendTimeoutMilliseconds / 1000, tv_usec: sendTimeoutMilliseconds % 1000 * 1000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        guard unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, size) == 0 else {
            throw fault("setsockopt")
        }

        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // An abstract name begins with a zero byte and ends with the length of the address, not with a zero.
        var name = Array(name.utf8)
        let isAbstract = name.first == UInt8(ascii: "@")
        if isAbstract { name[0] = 0 }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let pathOffset = MemoryLayout<sockaddr_un>.size - Self.pathCapacity
        let length = socklen_t(pathOffset + name.count + (isAbstract ? 0 : 1))

        let sent = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
        guard sent == message.count else { throw fault("sendto") }
    }

    private func fault(_ call: String) -> SystemdFault {
        .system(call: call, subject: name, errno: errno)
    }
}
