/// Which id stood first on which line, so that a second one can be refused.
struct FirstLines {
    private var lines: [String: Int] = [:]

    /// Notes the id of a row, and a fault when an earlier row has it. Canonically equal texts are the same id.
    mutating func take<Column>(
        _ id: String,
        _ column: Column,
        of cells: RosterCells<Column>,
        _ faults: inout LineFaults
    ) {
        // An empty id has been refused before.
        guard !id.isEmpty else { return }
        guard let first = lines[id] else {
            lines[id] = cells.line
            return
        }
        cells.note(column, "stands on line \(first) already; each \(column.rawValue) must be there once", in: &faults)
    }
}
