/// Takes a stream of server-sent events apart (WHATWG HTML, section 9.2.6), of which `data` is all that is wanted.
struct EventStreamParser {
    /// Bytes of one line; an event of the journal has some hundred.
    static let lineLimitBytes = 1 << 20

    private var line: [UInt8] = []
    private var data: [UInt8] = []

    /// The data of the events that these bytes complete.
    mutating func take(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var events: [[UInt8]] = []
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                guard line.count <= Self.lineLimitBytes else {
                    throw DemoFault("an event is longer than any should be")
                }
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if line.isEmpty {
                if !data.isEmpty { events.append(data) }
                data = []
            } else if line.starts(with: Array("data:".utf8)) {
                let value = line.dropFirst(5)
                if !data.isEmpty { data.append(UInt8(ascii: "\n")) }
                data += value.first == UInt8(ascii: " ") ? value.dropFirst() : value
            }
            line = []
        }
        return events
    }
}
