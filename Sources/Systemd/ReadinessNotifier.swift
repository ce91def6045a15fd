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

    private let socket: DatagramSocket

    /// - Returns: none when nobody wants to know, as when started by hand.
    package init?(environment: [String: String]) throws(SystemdFault) {
        guard let name = environment["NOTIFY_SOCKET"], !name.isEmpty else { return nil }
        do {
            socket = try DatagramSocket(name: name, sendTimeoutMilliseconds: Self.sendTimeoutMilliseconds)
        } catch {
            throw .malformed(
                variable: "NOTIFY_SOCKET",
                value: name,
                expected: "an absolute path, or @ and an abstract name, under \(DatagramSocket.pathCapacity) bytes"
            )
        }
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
    package func watchdog(status: String? = nil) throws(SystemdFault) {
        try send(["WATCHDOG=1"] + line(status))
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
        try socket.send(Array(lines.joined(separator: "\n").utf8))
    }
}
