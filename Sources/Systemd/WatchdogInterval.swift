import Glibc

/// How often systemd wants a sign of life (`WatchdogSec=`, sd_watchdog_enabled(3)).
package struct WatchdogInterval: Hashable, Sendable {
    /// After that long without a sign of life systemd kills and restarts the daemon.
    package let timeout: Duration

    /// How often to send one: half of ``timeout``, as sd_watchdog_enabled(3) recommends.
    package var pingInterval: Duration { timeout / 2 }

    /// - Parameter processID: the own process, which `WATCHDOG_PID` must name when it is set.
    /// - Returns: none when no sign of life is awaited from this process.
    package init?(environment: [String: String], processID: Int32 = getpid()) throws(SystemdFault) {
        guard let text = environment["WATCHDOG_USEC"] else { return nil }
        guard let microseconds = Int64(text), microseconds > 0 else {
            throw .malformed(variable: "WATCHDOG_USEC", value: text, expected: "a positive number of microseconds")
        }
        if let processText = environment["WATCHDOG_PID"] {
            guard let addressee = Int32(processText), addressee > 0 else {
                throw .malformed(variable: "WATCHDOG_PID", value: processText, expected: "a process id")
            }
            guard addressee == processID else { return nil }
        }
        timeout = .microseconds(microseconds)
    }
}
