import Glibc

/// The sockets that systemd opened and listens on for this process (socket activation, sd_listen_fds(3)).
///
/// systemd holds them while the daemon restarts, so that a client waits in the backlog instead of being refused. They
/// stand at descriptor 3 and above, in the order of the socket unit's lines.
package struct ListenDescriptors: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let descriptor: Int32
        /// `FileDescriptorName=` of the socket unit; by default the unit's own name.
        package let name: String?
    }

    /// Descriptors that are looked at, 64: a socket unit names one or two, a larger number is a broken environment.
    package static let maximumDescriptors = 64
    /// Where systemd begins to count (`SD_LISTEN_FDS_START`).
    package static let firstDescriptor: Int32 = 3
    /// The variables that say it, to be unset once read so that no child takes the sockets for its own.
    package static let variables = ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]

    /// None when systemd passed nothing, or passed it to another process.
    package let entries: [Entry]

    /// Reads what was passed, and marks each descriptor to be closed in child processes.
    ///
    /// - Parameters:
    ///   - environment: the process environment.
    ///   - processID: the own process, which `LISTEN_PID` must name: the variables are inherited by children.
    ///   - firstDescriptor: other than 3 in tests only.
    package init(
        environment: [String: String],
        processID: Int32 = getpid(),
        firstDescriptor: Int32 = ListenDescriptors.firstDescriptor
    ) throws(SystemdFault) {
        guard let processText = environment["LISTEN_PID"], let countText = environment["LISTEN_FDS"] else {
            entries = []
            return
        }
        guard let addressee = Int32(processText), addressee > 0 else {
            throw .malformed(variable: "LISTEN_PID", value: processText, expected: "a process id")
        }
        guard addressee == processID else {
            entries = []
            return
        }
        guard let count = Int(countText), (0...Self.maximumDescriptors).contains(count) else {
            let expected = "a number from 0 to \(Self.maximumDescriptors)"
            throw .malformed(variable: "LISTEN_FDS", value: countText, expected: expected)
        }
        var names = [String?](repeating: nil, count: count)
        if let text = environment["LISTEN_FDNAMES"] {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == count else {
                throw .malformed(
                    variable: "LISTEN_FDNAMES",
                    value: text,
                    expected: "\(count) names with colons between"
                )
            }
            names = parts.map(String.init)
        }
        var entries: [Entry] = []
        for (offset, name) in names.enumerated() {
            let descriptor = firstDescriptor + Int32(offset)
            try Self.closeInChildren(descriptor)
            entries.append(Entry(descriptor: descriptor, name: name))
        }
        self.entries = entries
    }

    /// Unsets the variables in this process; to be called before any thread reads the environment.
    package static func forget() {
        for variable in variables { unsafe unsetenv(variable) }
    }

    private static func closeInChildren(_ descriptor: Int32) throws(SystemdFault) {
        let flags = fcntl(descriptor, F_GETFD)
        guard flags >= 0, fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) >= 0 else {
            throw .system(call: "fcntl", subject: "descriptor \(descriptor)", errno: errno)
        }
    }
}
