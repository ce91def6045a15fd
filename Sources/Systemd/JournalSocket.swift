import Glibc

/// Writes entries with fields of their own to the journal, in its native protocol
/// (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/), so that `journalctl ARRIVED_REQUEST=…` finds them.
///
/// Each entry is one datagram to journald's socket. A failed one is thrown; the caller falls back to standard error.
package struct JournalSocket: Sendable {
    /// Bytes of one field's value, 16 KiB: more than any sentence, far less than a datagram carries.
    package static let maximumValueBytes = 16 * 1024
    /// Fields of an entry, 64; those after it are left out.
    package static let maximumFields = 64
    /// Milliseconds an entry may wait for a journal that does not take it, 1 s: far less than any watchdog.
    package static let sendTimeoutMilliseconds = 1000
    /// Where journald listens.
    package static let standardPath = "/run/systemd/journal/socket"

    private let socket: DatagramSocket

    /// - Parameter path: other than journald's own in tests only.
    package init(path: String = JournalSocket.standardPath) throws(SystemdFault) {
        socket = try DatagramSocket(name: path, sendTimeoutMilliseconds: Self.sendTimeoutMilliseconds)
    }

    /// Writes one entry.
    ///
    /// - Parameter fields: Names as ``fieldName(_:)`` gives them; values of any text.
    package func send(_ fields: [(name: String, value: String)]) throws(SystemdFault) {
        var message: [UInt8] = []
        for field in fields.prefix(Self.maximumFields) {
            // Always the form with a length: a value may hold line ends.
            let value = Self.cut(field.value)
            message += Array(field.name.utf8)
            message.append(UInt8(ascii: "\n"))
            var length = UInt64(value.count).littleEndian
            unsafe withUnsafeBytes(of: &length) { unsafe message.append(contentsOf: $0) }
            message += value
            message.append(UInt8(ascii: "\n"))
        }
        try socket.send(message)
    }

    /// A word as journald takes it for the name of a field: capitals, digits and underscores, not more than 64.
    package static func fieldName(_ word: String) -> String {
        var name = "ARRIVED_"
        for byte in word.utf8.prefix(64 - name.utf8.count) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): name.unicodeScalars.append(Unicode.Scalar(byte - 32))
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            case _: name.append("_")
            }
        }
        return name
    }

    /// At most the limit, ending between two characters.
    private static func cut(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.count > maximumValueBytes else { return bytes }
        var end = maximumValueBytes
        // 10xxxxxx goes on with a character.
        while end > 0, bytes[end] & 0b1100_0000 == 0b1000_0000 { end -= 1 }
        return Array(bytes[..<end])
    }
}
