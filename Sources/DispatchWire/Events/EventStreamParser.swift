/// Cuts an event stream into events, as WHATWG HTML section 9.2.6 says.
///
/// Lines may end with a line feed, a carriage return or both; comments, which keep the connection alive, and fields it
/// does not know are passed over.
package struct EventStreamParser: Sendable {
    /// One event: its data, and the id after which the stream can be resumed.
    package struct Message: Equatable, Sendable {
        package var id: String?
        package var data: String

        package init(id: String?, data: String) {
            self.id = id
            self.data = data
        }
    }

    /// Bytes of one line and of one event's data: events carry ids and numbers, the longest stay under 1 KiB.
    package static let lineLimitBytes = 65_536

    /// The id to resume after: that of the last event that was complete, or of a bare `id:`.
    package private(set) var lastID: String?
    private var line: [UInt8] = []
    private var endedWithCarriageReturn = false
    private var id: String?
    private var data: [String] = []

    package init(lastID: String? = nil) {
        self.lastID = lastID
        id = lastID
    }

    /// Takes the next bytes and returns the events they complete.
    package mutating func take(_ bytes: [UInt8]) -> [Message] {
        var messages: [Message] = []
        for byte in bytes {
            let isSecondHalf = endedWithCarriageReturn && byte == UInt8(ascii: "\n")
            endedWithCarriageReturn = byte == UInt8(ascii: "\r")
            if isSecondHalf { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if let message = endLine() { messages.append(message) }
            } else if line.count < Self.lineLimitBytes {
                line.append(byte)
            }
        }
        return messages
    }

    private mutating func endLine() -> Message? {
        defer { line = [] }
        guard !line.isEmpty else { return endEvent() }
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count == 2 ? String(parts[1].hasPrefix(" ") ? parts[1].dropFirst() : parts[1]) : ""
        switch parts[0] {
        case "data": data.append(value)
        case "id": if !value.contains("\0") { id = value }
        default: break
        }
        return nil
    }

    private mutating func endEvent() -> Message? {
        defer { data = [] }
        lastID = id
        return data.isEmpty ? nil : Message(id: id, data: data.joined(separator: "\n"))
    }
}
