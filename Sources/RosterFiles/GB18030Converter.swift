internal import Glibc

/// Converts GB18030 to UTF-8 in chunks of any size, by the converter of the C library.
///
/// A class because the converter is a resource that is closed once. A character that is cut by the end of a chunk waits for the next one. The C library's tables are those of the
/// standard; only this file speaks to it, and nothing unsafe leaves it.
@safe
final class GB18030Converter {
    private let descriptor: iconv_t
    /// The start of a character whose rest has not come; at most three bytes.
    private var pending: [UInt8] = []
    private var lines = LineCounter()
    private var offset = 0

    /// Room for converted text, in bytes per byte of GB18030: two bytes become three at most.
    private static let growth = 2
    private static let spareBytes = 16

    init() throws(ImportFileFault) {
        let opened = unsafe iconv_open("UTF-8", "GB18030")
        // iconv_open answers -1 as a pointer when it has no such converter.
        guard let opened = unsafe opened, Int(bitPattern: opened) != -1 else {
            throw ImportFileFault(
                .converterMissing,
                "this machine cannot read GB18030 (iconv_open: error \(errno)); save the file as “CSV UTF-8”, or install"
                    + " the C library's converters (Debian 13: libc-gconv-modules-extra)"
            )
        }
        unsafe descriptor = opened
    }

    deinit {
        unsafe iconv_close(descriptor)
    }

    /// The text of these bytes and of what was pending; throws at the first bytes that are no character.
    func convert(_ chunk: [UInt8]) throws(ImportFileFault) -> [UInt8] {
        var input = pending + chunk
        pending = []
        var text = [UInt8](repeating: 0, count: input.count * Self.growth + Self.spareBytes)
        var inputLeft = input.count
        var textLeft = text.count
        let failure = unsafe input.withUnsafeMutableBytes { source -> Int32 in
            unsafe text.withUnsafeMutableBytes { target -> Int32 in
                var from = unsafe source.baseAddress?.assumingMemoryBound(to: CChar.self)
                var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
                let result = unsafe iconv(descriptor, &from, &inputLeft, &to, &textLeft)
                return result == -1 ? errno : 0
            }
        }
        let taken = input.count - inputLeft
        lines.count(input[..<taken])
        offset += taken
        switch failure {
        case 0:
            break
        case EINVAL:
            pending = Array(input[taken...])
        default:
            throw ImportFileFault(.encoding, line: lines.line, invalid(at: input[taken...]).sentence("GB18030"))
        }
        text.removeLast(textLeft)
        return text
    }

    /// To be called once, after the last chunk.
    func finish() throws(ImportFileFault) {
        guard !pending.isEmpty else { return }
        let cut = InvalidBytes(line: lines.line, byteOffset: offset, bytes: pending, isCutOff: true)
        throw ImportFileFault(.encoding, line: lines.line, cut.sentence("GB18030"))
    }

    /// The bytes the encoding would have taken together: one, two, or four when the second is a digit.
    private func invalid(at rest: ArraySlice<UInt8>) -> InvalidBytes {
        let first = rest.first ?? 0
        let second = rest.dropFirst().first ?? 0
        let isLead = (0x81...0xFE).contains(first)
        let isFour = isLead && (0x30...0x39).contains(second)
        let bytes = Array(rest.prefix(isFour ? 4 : isLead ? 2 : 1))
        return InvalidBytes(line: lines.line, byteOffset: offset, bytes: bytes)
    }
}
