/// Rows of cells printed in columns as wide as their widest cell, two spaces apart.
struct AlignedRows {
    private var rows: [[String]]

    /// - Parameter header: the names of the columns; empty for rows without one.
    init(_ header: [String] = []) {
        rows = header.isEmpty ? [] : [header]
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// The lines, without spaces at their ends.
    var lines: [String] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                let width = DisplayWidth.columns(of: cell)
                if column == widths.count { widths.append(width) }
                widths[column] = max(widths[column], width)
            }
        }
        return rows.map { row in
            let cells = zip(row, widths).map { DisplayWidth.padded($0, to: $1) }
            let line = cells.joined(separator: "  ")
            let end = line.lastIndex { $0 != " " }
            return end.map { String(line[...$0]) } ?? ""
        }
    }

    /// The lines as one text.
    var text: String {
        lines.joined(separator: "\n")
    }
}
