/// Collects the records of a file from its rows, the header first.
struct RosterRows<Reader: RosterRowReader> {
    private(set) var records: [Reader.Record] = []
    private(set) var faults = LineFaults()
    /// Rows below the header that hold something.
    private(set) var rowsRead = 0

    private var reader: Reader
    private var columns: ColumnMap<Reader.Column>?
    private let rowLimit: Int

    init(reader: Reader, limits: ImportLimits) {
        self.reader = reader
        rowLimit = limits.rows
    }

    mutating func take(_ row: CSVRow) throws(ImportFileFault) {
        guard !row.isBlank else { return }
        guard let columns else {
            columns = try ColumnMap(header: row)
            return
        }
        guard rowsRead < rowLimit else {
            throw ImportFileFault(.tooLarge, line: row.line, "the file has more than \(rowLimit) rows; split it")
        }
        rowsRead += 1
        guard hasRightWidth(row, columns.width) else { return }
        // Records are of no use once the file is refused; their memory is.
        let record = reader.record(of: RosterCells(row, columns: columns), &faults)
        if let record, faults.total == 0 {
            records.append(record)
        } else if !records.isEmpty {
            records = []
        }
    }

    /// To be called once, after the last row.
    mutating func finish() throws(ImportFileFault) {
        guard columns != nil else {
            throw ImportFileFault(.empty, "the file is empty; the first row must be the header")
        }
        guard rowsRead > 0 else { throw ImportFileFault(.empty, "the file has a header and no row below it") }
        faults.merge(reader.faultsOfWhole())
    }

    /// Too few values, or further ones that are not empty: somewhere in the row a comma is missing or too many.
    private mutating func hasRightWidth(_ row: CSVRow, _ width: Int) -> Bool {
        let isShort = row.fields.count < width
        guard isShort || row.fields.dropFirst(width).contains(where: { !$0.trimmed.isEmpty }) else { return true }
        faults.add(
            line: row.line,
            column: "",
            value: "",
            "has \(row.fields.count) values where the header has \(width); "
                + (isShort ? "is a comma missing?" : "a value that holds a comma must stand in quotes")
        )
        return false
    }
}
