import Glibc

/// Tells systemd how the daemon is (sd_notify(3), for units of `Type=notify` and `notify-reload`).
///
/// Each message is one datagram to the socket named in `NOTIFY_SOCKET`. A failed message is thrown, and worth a warning
/// in the log: the daemon serves all the same.
package struct ReadinessNotifier: Sendable {
    /// Bytes of a status line, 512: it is shown in one line of `systemctl status`.
    package static let maximumStatusBytes = 512
    /// Milliseconds a message may wait for a manager that does not take it, 1 s: far less than any watchdog.
    package static let sendTimeoutMilliseconds = 1000

    private let socketName: String

    /// - Returns: none when nobody wants to know, as when started by hand.
    package init?(environment: [String: String]) throws(SystemdFault) {
        guard let name = environment["NOTIFY_SOCKET"], !name.isEmpty else { return nil }
        // A path must leave room for its final zero.
        guard name.hasPrefix("/") || (name.hasPrefix("@") && name.utf8.count > 1), name.utf8.count < Self.pathCapacity
        else {
            throw .malformed(
                variable: "NOTIFY_SOCKET",
                value: name,
                expected: "an absolute path, or @ and an abstract name, under \(Self.pathCapacity) bytes"
            )
        }
        socketName = name
    }

    /// Start-up, or a reload, is complete.
    package func ready(status: String? = nil) throws(SystemdFault) {
        try send(["READY=1"] + line(status))
    }

    /// What the daemon does now, in one line.
    package func status(_ text: String) throws(SystemdFault) {
        try send(line(text))
    }

    /// The daemon is on its way out.
    package func stopping(status: String? = nil) throws(SystemdFault) {
        try send(["STOPPING=1"] + line(status))
    }

    /// The configuration is being read anew; to be followed by ``ready(status:)``.
    ///
    /// - Parameter monotonicMicroseconds: the time of `CLOCK_MONOTONIC`, by which systemd tells this reload from earlier ones.
    package func reloading(
        monotonicMicroseconds: UInt64 = ReadinessNotifier.monotonicMicroseconds()
    ) throws(SystemdFault) {
        try send(["RELOADING=1", "MONOTONIC_USEC=\(monotonicMicroseconds)"])
    }

    /// The daemon is alive; due at least every ``WatchdogInterval/timeout``.
    package func watchdog() throws(SystemdFault) {
        try send(["WATCHDOG=1"])
    }

    /// Start-up or stopping goes on and needs that long still, as a migration or a long drain does.
    package func extendTimeout(bySeconds seconds: UInt32) throws(SystemdFault) {
        try send(["EXTEND_TIMEOUT_USEC=\(UInt64(seconds) * 1_000_000)"])
    }

    package static func monotonicMicroseconds() -> UInt64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
    }

    // MARK: The socket

    private static var pathCapacity: Int { MemoryLayout.size(ofValue: sockaddr_un().sun_path) }

    /// A status as its line of a message; it must stay one line, and is cut between characters.
    private func line(_ status: String?) -> [String] {
        guard let status else { return [] }
        var text = "STATUS="
        var bytes = 0
        for character in status {
            bytes += character.utf8.count
            guard bytes <= Self.maximumStatusBytes else { break }
            text.append(character.isNewline ? " " : character)
        }
        return [text]
    }

    private func send(_ lines: [String]) throws(SystemdFault) {
        let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { throw fault("socket") }
        defer { close(descriptor) }

        let milliseconds = Self.sendTimeoutMilliseconds
        var timeout = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        guard unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, size) == 0 else {
            throw fault("setsockopt")
        }

        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // An abstract name begins with a zero byte and ends with the length of the address, not with a zero.
        var name = Array(socketName.utf8)
        let isAbstract = name.first == UInt8(ascii: "@")
        if isAbstract { name[0] = 0 }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let pathOffset = MemoryLayout<sockaddr_un>.size - Self.pathCapacity
        let length = socklen_t(pathOffset + name.count + (isAbstract ? 0 : 1))

        let message = Array(lines.joined(separator: "\n").utf8)
        let sent = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
        guard sent == message.count else { throw fault("sendto") }
    }

    private func fault(_ call: String) -> SystemdFault {
        .system(call: call, subject: socketName, errno: errno)
    }
}
