/// Makes the records of one kind of roster from its rows, and knows what makes a row right.
protocol RosterRowReader {
    associatedtype Column: RosterColumn
    associatedtype Record

    /// The record of a row, or nil when something in it was wrong.
    mutating func record(of cells: RosterCells<Column>, _ faults: inout LineFaults) -> Record?

    /// What only the whole file can show; called once, after the last row.
    func faultsOfWhole() -> LineFaults
}

extension RosterRowReader {
    func faultsOfWhole() -> LineFaults { LineFaults() }
}
