/// Finds out whether bytes are UTF-8, as they pass by in chunks of any size.
///
/// Well-formed sequences are those of table 3-7 of the Unicode Standard, chapter 3: no overlong forms, no surrogates,
/// nothing above U+10FFFF. After bytes that are wrong it goes on at the next that can begin a character, so that the
/// counts tell a damaged UTF-8 file from one in another encoding.
struct UTF8Check {
    private(set) var firstInvalid: InvalidBytes?
    /// Places at which the bytes are not UTF-8.
    private(set) var invalidCount = 0
    /// Characters of three and four bytes, as Chinese ones are.
    private(set) var longCharacterCount = 0
    /// Characters of two bytes and more.
    private(set) var multibyteCount = 0

    private var lines = LineCounter()
    private var offset = 0
    /// The bytes so far of a character that is not complete.
    private var pending: [UInt8] = []
    private var missing = 0
    /// What the next byte of the pending character may be.
    private var nextBounds = Self.continuation

    private static let continuation: ClosedRange<UInt8> = 0x80...0xBF

    mutating func check(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if missing == 0, byte < 0x80 {
                lines.count(byte)
            } else {
                step(byte)
            }
            offset += 1
        }
    }

    /// To be called once, after the last byte.
    mutating func finish() {
        guard missing > 0 else { return }
        note(InvalidBytes(line: lines.line, byteOffset: offset - pending.count, bytes: pending, isCutOff: true))
    }

    private mutating func step(_ byte: UInt8) {
        if missing > 0 {
            guard nextBounds.contains(byte) else {
                note(
                    InvalidBytes(line: lines.line, byteOffset: offset - pending.count, bytes: pending + [byte])
                )
                clear()
                // The byte that does not continue may begin the next character.
                step(byte)
                return
            }
            pending.append(byte)
            missing -= 1
            nextBounds = Self.continuation
            if missing == 0 {
                multibyteCount += 1
                if pending.count > 2 { longCharacterCount += 1 }
                clear()
            }
            return
        }
        lines.count(byte)
        switch byte {
        case 0x00...0x7F:
            break
        case 0xC2...0xDF:
            begin(byte, missing: 1)
        case 0xE0:
            begin(byte, missing: 2, nextBounds: 0xA0...0xBF)
        case 0xED:
            begin(byte, missing: 2, nextBounds: 0x80...0x9F)
        case 0xE1...0xEF:
            begin(byte, missing: 2)
        case 0xF0:
            begin(byte, missing: 3, nextBounds: 0x90...0xBF)
        case 0xF4:
            begin(byte, missing: 3, nextBounds: 0x80...0x8F)
        case 0xF1...0xF3:
            begin(byte, missing: 3)
        default:
            note(InvalidBytes(line: lines.line, byteOffset: offset, bytes: [byte]))
        }
    }

    private mutating func begin(_ byte: UInt8, missing: Int, nextBounds: ClosedRange<UInt8> = Self.continuation) {
        pending.append(byte)
        self.missing = missing
        self.nextBounds = nextBounds
    }

    private mutating func clear() {
        pending.removeAll(keepingCapacity: true)
        missing = 0
        nextBounds = Self.continuation
    }

    private mutating func note(_ invalid: InvalidBytes) {
        invalidCount += 1
        if firstInvalid == nil { firstInvalid = invalid }
    }
}
