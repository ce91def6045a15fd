import Foundation
import Logging
import Systemd

/// Writes log lines to the journal with a priority, and each of their metadata as a field of its own.
///
/// `journalctl -u arrived -p warning` finds the grave ones, `journalctl ARRIVED_REQUEST=…` what was said of one request,
/// `journalctl ARRIVED_SENTENCE="a commit failed; its batch is refused"` each time a thing happened. What people read,
/// `MESSAGE`, holds sentence and metadata together. What the journal does not take goes to standard error.
struct JournalLogHandler: LogHandler {
    private let label: String
    private let journal: JournalSocket
    var logLevel = Logger.Level.trace
    var metadata = Logger.Metadata()
    var metadataProvider: Logger.MetadataProvider?

    init(label: String, journal: JournalSocket) {
        self.label = label
        self.journal = journal
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        all.merge(metadataProvider?.get() ?? [:]) { $1 }
        all.merge(event.metadata ?? [:]) { $1 }
        let pairs = all.sorted { $0.key < $1.key }.map { (key: $0.key, value: "\($0.value)") }
        let sentence = "\(event.message)"
        let suffix = pairs.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        let text = suffix.isEmpty ? sentence : "\(sentence) (\(suffix))"
        let priority = Self.priority(of: event.level)
        var fields = [
            (name: "MESSAGE", value: text),
            (name: "PRIORITY", value: String(priority.rawValue)),
            (name: "SYSLOG_IDENTIFIER", value: label),
            (name: "CODE_FILE", value: event.file),
            (name: "CODE_LINE", value: String(event.line)),
            (name: "CODE_FUNC", value: event.function),
            (name: JournalSocket.fieldName("sentence"), value: sentence),
        ]
        fields += pairs.map { (name: JournalSocket.fieldName($0.key), value: $0.value) }
        do {
            try journal.send(fields)
        } catch {
            // journald takes standard error over another socket, so that what is said of its fault may get there.
            let line = priority.lines(of: "\(text) [not in the journal's own form: \(error)]")
            FileHandle.standardError.write(Data(line.utf8))
        }
    }

    /// In the words of syslog.
    static func priority(of level: Logger.Level) -> JournalPriority {
        switch level {
        case .trace, .debug: .debug
        case .info: .info
        case .notice: .notice
        case .warning: .warning
        case .error: .error
        case .critical: .critical
        }
    }
}
