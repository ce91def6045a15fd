/// Turns the bytes of a file, in chunks of any size, into bytes of UTF-8 without a mark at the start.
struct TextDecoder {
    private enum Source {
        case utf8(UTF8Check)
        case gb18030(GB18030Converter)
    }

    private var source: Source
    /// Text held back because it may still turn out to be the mark at the start; nil once that is settled.
    private var start: [UInt8]? = []

    init(_ encoding: FileEncoding) throws(ImportFileFault) {
        switch encoding {
        case .utf8: source = .utf8(UTF8Check())
        case .gb18030: source = .gb18030(try GB18030Converter())
        }
    }

    /// The text of these bytes; it may end within a character of UTF-8, whose rest comes with the next chunk.
    mutating func decode(_ chunk: [UInt8]) throws(ImportFileFault) -> [UInt8] {
        switch source {
        case .utf8(var check):
            check.check(chunk)
            source = .utf8(check)
            try Self.refuse(check.firstInvalid)
            return withoutMark(chunk)
        case .gb18030(let converter):
            return withoutMark(try converter.convert(chunk))
        }
    }

    /// The text that was still held back; to be called once, after the last chunk.
    mutating func finish() throws(ImportFileFault) -> [UInt8] {
        switch source {
        case .utf8(var check):
            check.finish()
            try Self.refuse(check.firstInvalid)
        case .gb18030(let converter):
            try converter.finish()
        }
        return start ?? []
    }

    private mutating func withoutMark(_ text: [UInt8]) -> [UInt8] {
        guard let held = start else { return text }
        let sofar = held + text
        if sofar.count < FileEncoding.utf8Mark.count, FileEncoding.utf8Mark.starts(with: sofar) {
            start = sofar
            return []
        }
        start = nil
        return sofar.starts(with: FileEncoding.utf8Mark)
            ? Array(sofar.dropFirst(FileEncoding.utf8Mark.count)) : sofar
    }

    private static func refuse(_ invalid: InvalidBytes?) throws(ImportFileFault) {
        guard let invalid else { return }
        throw ImportFileFault(.encoding, line: invalid.line, invalid.sentence("UTF-8"))
    }
}
