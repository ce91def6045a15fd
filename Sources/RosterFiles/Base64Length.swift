/// How many bytes a text of base64 stands for, without decoding it.
///
/// The standard alphabet with padding, RFC 4648 section 4.
enum Base64Length {
    /// nil when the text is not base64.
    static func decodedBytes(of text: String) -> Int? {
        let bytes = Array(text.utf8)
        let padding = bytes.suffix(2).count { $0 == UInt8(ascii: "=") }
        let digits = bytes.dropLast(padding)
        guard bytes.count.isMultiple(of: 4), let last = digits.last, digits.allSatisfy({ value(of: $0) != nil }) else {
            return nil
        }
        // Section 3.5: the bits that the padding leaves over are zero, so that a secret is written in one way.
        let spareBits = [0, 0b11, 0b1111][padding]
        guard let value = value(of: last), value & spareBits == 0 else { return nil }
        return bytes.count / 4 * 3 - padding
    }

    private static func value(of digit: UInt8) -> Int? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(digit) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(digit) - 97 + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit) - 48 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
