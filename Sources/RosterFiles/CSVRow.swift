/// The values of one row of a CSV file.
struct CSVRow: Hashable, Sendable {
    /// The line on which the row begins, from 1.
    let line: Int
    let fields: [String]

    /// No value at all, as spreadsheets write rows that were emptied.
    var isBlank: Bool {
        fields.allSatisfy { $0.allSatisfy(\.isWhitespace) }
    }
}
