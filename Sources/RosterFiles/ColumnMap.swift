/// Where each column of a roster stands in a file, found by the names in its header.
///
/// Names count without regard to case and surrounding space; their order is free, and columns nobody asks for are
/// ignored.
struct ColumnMap<Column: RosterColumn> {
    /// How many columns the header has.
    let width: Int
    private let positions: [Column: Int]

    /// Characters of the header told when it is wrong.
    private static var shownNames: Int { 20 }

    init(header: CSVRow) throws(ImportFileFault) {
        try Self.refuseOtherSeparators(header)
        let names = header.fields.map { $0.trimmed.lowercased() }
        var positions: [Column: Int] = [:]
        for (position, name) in names.enumerated() {
            guard let column = Column(rawValue: name) else { continue }
            if let first = positions.updateValue(position, forKey: column) {
                throw ImportFileFault(
                    .header,
                    line: header.line,
                    "the column \(name) stands twice in the header, as column \(first + 1) and \(position + 1)"
                )
            }
        }
        let missing = Column.allCases.filter { positions[$0] == nil && !Column.optional.contains($0) }
        guard missing.isEmpty else { throw Self.fault(missing: missing, names: names, line: header.line) }
        self.positions = positions
        width = names.count
    }

    /// The position of a column in a row, from 0; nil for an optional one that the file does without.
    func position(of column: Column) -> Int? {
        positions[column]
    }

    private static func fault(missing: [Column], names: [String], line: Int) -> ImportFileFault {
        let expected = Column.allCases.filter { !Column.optional.contains($0) }.map(\.rawValue)
        let lacking = missing.map { column in
            // Half of a short name differs from nearly everything.
            let limit = min(2, column.rawValue.utf8.count / 2)
            let near = names.first { name in
                !name.isEmpty && !expected.contains(name)
                    && EditDistance.isAtMost(limit, from: name, to: column.rawValue)
            }
            return column.rawValue + (near.map { " (is it “\(ShownValue.of($0))”?)" } ?? "")
        }
        let found = names.prefix(shownNames).map { ShownValue.of($0) } + (names.count > shownNames ? ["…"] : [])
        return ImportFileFault(
            .header,
            line: line,
            "the header lacks \(lacking.joined(separator: ", ")); expected \(expected.joined(separator: ",")),"
                + " found \(found.joined(separator: ","))"
        )
    }

    /// Refuses files whose values are separated by something else; `;` is also what separates words within a value.
    private static func refuseOtherSeparators(_ header: CSVRow) throws(ImportFileFault) {
        let separators: [(Character, String)] = [(";", "semicolons"), ("\t", "tabs"), ("，", "full-width commas")]
        guard header.fields.count == 1, let line = header.fields.first else { return }
        for (separator, name) in separators where line.contains(separator) {
            throw ImportFileFault(
                .header,
                line: header.line,
                "the columns are separated by \(name); save the file with commas (“CSV, comma delimited”)"
            )
        }
    }
}
