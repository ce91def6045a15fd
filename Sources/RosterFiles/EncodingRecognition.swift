/// Settles in which encoding a file is, from all of its bytes.
///
/// GB18030 takes nearly any pair of bytes for a character, so a UTF-8 file with one damaged byte would pass as GB18030
/// and turn every name into others. Therefore a file that is UTF-8 nearly everywhere is called damaged and refused.
/// Chinese text in GB18030 hardly ever holds three bytes that are a character of UTF-8, and is invalid at every few
/// bytes.
struct EncodingRecognition {
    private var check = UTF8Check()
    /// The first bytes, as many as the mark has.
    private var start: [UInt8] = []

    /// Starts of files that are no text at all or another kind of it, and what to do.
    private static let otherKinds: [(start: [UInt8], what: String)] = [
        ([0x50, 0x4B, 0x03, 0x04], "an Excel workbook"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook"),
        ([0xFF, 0xFE], "UTF-16 text"),
        ([0xFE, 0xFF], "UTF-16 text"),
    ]

    /// The start says it: no need to read on.
    var isMarkedUTF8: Bool { start.starts(with: FileEncoding.utf8Mark) }

    mutating func read(_ chunk: [UInt8]) {
        let missing = FileEncoding.utf8Mark.count - start.count
        start += chunk.prefix(missing)
        check.check(chunk)
    }

    /// To be called once, after the last byte, or as soon as the file is marked.
    mutating func encoding() throws(ImportFileFault) -> FileEncoding {
        if isMarkedUTF8 { return .utf8 }
        check.finish()
        guard let invalid = check.firstInvalid else { return .utf8 }
        let isCutUTF8 = invalid.isCutOff && check.multibyteCount > 0
        guard !isCutUTF8, check.longCharacterCount <= check.invalidCount else {
            throw ImportFileFault(
                .encoding,
                line: invalid.line,
                "the file is UTF-8 but damaged: " + invalid.sentence("UTF-8")
                    + "; save it again, or give the encoding gb18030 if it is that"
            )
        }
        return .gb18030
    }

    /// Refuses what people send in place of CSV; takes the first chunk of the file.
    static func refuseOtherKinds(_ start: [UInt8]) throws(ImportFileFault) {
        for kind in otherKinds where start.starts(with: kind.start) {
            throw ImportFileFault(.encoding, "the file is \(kind.what); save it as “CSV UTF-8 (comma delimited)”")
        }
    }
}
