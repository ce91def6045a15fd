/// How grave a line of the log is, in the words and numbers of syslog (RFC 5424, section 6.2.1).
///
/// journald reads a number in angle brackets at the beginning of a line of standard error as its priority
/// (sd-daemon(3), `SyslogLevelPrefix=`), so that `journalctl -p warning` works without any library.
package enum JournalPriority: UInt8, CaseIterable, Sendable {
    case emergency = 0
    case alert = 1
    case critical = 2
    case error = 3
    case warning = 4
    case notice = 5
    case info = 6
    case debug = 7

    package var prefix: String { "<\(rawValue)>" }

    /// A message as it goes to standard error: each of its lines with the prefix, since journald makes an entry of each.
    package func lines(of message: String) -> String {
        message.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline)
            .map { "\(prefix)\($0)\n" }
            .joined()
    }
}
