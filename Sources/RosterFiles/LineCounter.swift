/// Counts the lines of a text as its bytes pass by in chunks of any size.
///
/// A line ends with LF, CR LF or CR. No character of UTF-8 or GB18030 holds one of these bytes inside, so the bytes of
/// a file can be counted before they are decoded.
struct LineCounter {
    /// The line of the next byte, from 1.
    private(set) var line = 1
    private var followsCarriageReturn = false

    mutating func count(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\r"):
            line += 1
            followsCarriageReturn = true
        case UInt8(ascii: "\n"):
            if !followsCarriageReturn { line += 1 }
            followsCarriageReturn = false
        default:
            followsCarriageReturn = false
        }
    }

    mutating func count(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { count(byte) }
    }
}
