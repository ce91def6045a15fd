import CanonicalText

/// The values of one row by column, with the checks that several kinds of rosters share.
///
/// Each check notes what is wrong and returns something to go on with, so that one reading of a row tells all its
/// faults; the row is only taken when it added none.
struct RosterCells<Column: RosterColumn> {
    let line: Int
    private let fields: [String]
    private let columns: ColumnMap<Column>

    init(_ row: CSVRow, columns: ColumnMap<Column>) {
        line = row.line
        fields = row.fields
        self.columns = columns
    }

    /// The value without surrounding white space, in its one spelling; URLs and secrets byte by byte as they stand.
    subscript(column: Column) -> String {
        guard let position = columns.position(of: column) else { return "" }
        let value = fields[position].trimmed
        return column.isVerbatim ? value : value.nfc
    }

    func note(
        _ column: Column,
        _ message: @autoclosure () -> String,
        value: String? = nil,
        in faults: inout LineFaults
    ) {
        faults.add(line: line, column: column.rawValue, value: value ?? self[column], message())
    }

    /// A text that may be empty.
    func text(_ column: Column, limitCharacters: Int, _ faults: inout LineFaults) -> String {
        let value = self[column]
        checkCharacters(of: value, column, &faults)
        let count = value.unicodeScalars.count
        if count > limitCharacters {
            note(column, "must have at most \(limitCharacters) characters, has \(count)", in: &faults)
        }
        return value
    }

    /// A text of several lines that may be empty; lines end with LF, whatever ended them in the file.
    func lines(_ column: Column, limitCharacters: Int, _ faults: inout LineFaults) -> String {
        // CR LF is one character in Swift.
        let value = String(self[column].map { $0.isNewline ? "\n" : $0 })
        let scalars = value.unicodeScalars
        if let scalar = scalars.first(where: { $0.isUnprintable && $0 != "\n" && $0 != "\t" }) {
            note(column, Self.invisible(scalar), in: &faults)
        }
        if scalars.count > limitCharacters {
            note(column, "must have at most \(limitCharacters) characters, has \(scalars.count)", in: &faults)
        }
        return value
    }

    func requiredText(_ column: Column, limitCharacters: Int, _ faults: inout LineFaults) -> String {
        let value = text(column, limitCharacters: limitCharacters, &faults)
        if value.isEmpty { note(column, "must not be empty", in: &faults) }
        return value
    }

    /// An id or code: 1 to 64 bytes that a spreadsheet has not rounded; empty when it is refused.
    func identifier(_ column: Column, _ faults: inout LineFaults) -> String {
        let before = faults.total
        let value = self[column]
        checkCharacters(of: value, column, &faults)
        if value.isEmpty {
            note(column, "must not be empty", in: &faults)
        } else if value.utf8.count > ImportLimits.idBytes {
            note(column, "must have at most \(ImportLimits.idBytes) bytes, has \(value.utf8.count)", in: &faults)
        } else if value.looksRounded {
            note(column, "was rounded by a spreadsheet; \(Self.roundingAdvice)", in: &faults)
        }
        return faults.total == before ? value : ""
    }

    /// A phone number as written, or an empty text: digits, spaces, hyphens and a plus sign in front.
    func phone(_ column: Column, _ faults: inout LineFaults) -> String {
        let value = self[column]
        guard !value.isEmpty else { return value }
        if value.looksRounded {
            note(column, "was rounded by a spreadsheet; \(Self.roundingAdvice)", in: &faults)
            return value
        }
        let rest = value.first == "+" ? value.dropFirst() : value[...]
        let digits = rest.count(where: \.isASCIIDigit)
        let isClean = rest.allSatisfy { $0.isASCIIDigit || $0 == " " || $0 == "-" }
        // Bounds the whole as the digits bound the number.
        if !isClean || !ImportLimits.phoneDigits.contains(digits)
            || value.count > 2 * ImportLimits.phoneDigits.upperBound
        {
            note(
                column,
                "must be one phone number of \(ImportLimits.phoneDigits.lowerBound) to"
                    + " \(ImportLimits.phoneDigits.upperBound) digits, with spaces, - and a leading + at most",
                in: &faults
            )
        }
        return value
    }

    private func checkCharacters(of value: String, _ column: Column, _ faults: inout LineFaults) {
        guard let scalar = value.unicodeScalars.first(where: \.isUnprintable) else { return }
        let isLineEnd = scalar == "\n" || scalar == "\r"
        note(column, isLineEnd ? "must be on one line" : Self.invisible(scalar), in: &faults)
    }

    private static func invisible(_ scalar: Unicode.Scalar) -> String {
        "must not hold the invisible character \(scalar.codePoint); type the value again"
    }

    private static var roundingAdvice: String { "format the column as text and enter the digits again" }
}
