/// Reads rows of comma-separated values (RFC 4180) from bytes of UTF-8 that come in chunks of any size.
///
/// Lines end with LF, CR LF or CR, the last one may end with the file; blank lines are skipped. A value in quotes may
/// hold commas, line ends and doubled quotes. A quote anywhere else is refused: there, only guessing could go on.
struct CSVReader {
    private enum State {
        case fieldStart
        case bare
        case quoted
        /// After a quote within a quoted value: its end, or the first of two.
        case quoteInQuoted
    }

    private let limits: ImportLimits
    private var state = State.fieldStart
    private var lines = LineCounter()
    private var rowLine = 1
    private var quoteLine = 1
    private var field: [UInt8] = []
    private var fields: [String] = []
    private var skipsLineFeed = false

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    init(limits: ImportLimits) {
        self.limits = limits
    }

    /// Takes more bytes and hands over each row that they complete.
    mutating func read(
        _ bytes: [UInt8],
        row take: (CSVRow) throws(ImportFileFault) -> Void
    ) throws(ImportFileFault) {
        for byte in bytes {
            let endsCarriageReturn = skipsLineFeed && byte == Self.lineFeed
            skipsLineFeed = false
            if !endsCarriageReturn { try step(byte, take) }
            lines.count(byte)
        }
    }

    /// Hands over the last row; to be called once, after the last byte.
    mutating func finish(row take: (CSVRow) throws(ImportFileFault) -> Void) throws(ImportFileFault) {
        guard state != .quoted else {
            throw ImportFileFault(.malformed, line: quoteLine, "the quote that opens a value here is never closed")
        }
        try endRow(take)
    }

    private mutating func step(
        _ byte: UInt8,
        _ take: (CSVRow) throws(ImportFileFault) -> Void
    ) throws(ImportFileFault) {
        if state == .fieldStart, fields.isEmpty { rowLine = lines.line }
        switch (state, byte) {
        case (.quoted, Self.quote):
            state = .quoteInQuoted
        case (.quoted, _):
            try append(byte)
        case (.quoteInQuoted, Self.quote):
            try append(byte)
            state = .quoted
        case (.fieldStart, Self.quote):
            quoteLine = lines.line
            state = .quoted
        case (_, Self.comma):
            try endField()
        case (_, Self.lineFeed):
            try endRow(take)
        case (_, Self.carriageReturn):
            skipsLineFeed = true
            try endRow(take)
        case (.bare, Self.quote):
            throw ImportFileFault(
                .malformed,
                line: lines.line,
                "a quote stands inside a value; put the whole value in quotes and double the quotes within"
            )
        case (.quoteInQuoted, _):
            throw ImportFileFault(
                .malformed,
                line: lines.line,
                "a quote closes a value before its end; double the quotes within a value"
            )
        case (.fieldStart, _), (.bare, _):
            state = .bare
            try append(byte)
        }
    }

    private mutating func append(_ byte: UInt8) throws(ImportFileFault) {
        guard field.count < limits.fieldBytes else {
            throw ImportFileFault(
                .malformed,
                line: state == .quoted ? quoteLine : lines.line,
                "a value has more than \(limits.fieldBytes) bytes"
                    + (state == .quoted ? "; is its closing quote missing?" : "")
            )
        }
        field.append(byte)
    }

    private mutating func endField() throws(ImportFileFault) {
        guard fields.count < limits.columns else {
            throw ImportFileFault(.malformed, line: lines.line, "a row has more than \(limits.columns) columns")
        }
        fields.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
        state = .fieldStart
    }

    private mutating func endRow(_ take: (CSVRow) throws(ImportFileFault) -> Void) throws(ImportFileFault) {
        let isEmptyLine = fields.isEmpty && field.isEmpty
        let line = rowLine
        try endField()
        let row = CSVRow(line: line, fields: fields)
        fields.removeAll(keepingCapacity: true)
        if !isEmptyLine { try take(row) }
    }
}
