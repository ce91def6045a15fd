/// Cuts a stream of bytes into lines that end with a line feed.
struct LineSplitter {
    /// Bytes of one line: a result that names a thousand kept members, or a hundred faults, has under 100 KiB.
    static let lineLimitBytes = 1_048_576

    /// What came after the last line feed.
    private(set) var rest: [UInt8] = []

    /// Takes the next bytes and returns the lines they complete, without their ends; empty lines are passed over, and
    /// of a line over the limit only the beginning is kept, which then cannot be read.
    mutating func take(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if !rest.isEmpty { lines.append(rest) }
                rest = []
            } else if rest.count < Self.lineLimitBytes {
                rest.append(byte)
            }
        }
        return lines
    }
}
