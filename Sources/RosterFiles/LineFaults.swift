/// The wrong values of a file in the order of their lines: the first in full, the rest counted.
struct LineFaults {
    private(set) var first: [ImportLineFault] = []
    private(set) var total = 0

    /// Notes one more. The message is only made when it will be told, because some search for what was meant.
    mutating func add(line: Int, column: String, value: String, _ message: @autoclosure () -> String) {
        total += 1
        guard first.count < ImportLimits.faultsInFull else { return }
        first.append(
            ImportLineFault(line: line, column: column, value: ShownValue.of(value), message: message())
        )
    }

    /// Brings in those that only the whole file could show. Both are in order, so the first of both are the first.
    mutating func merge(_ later: LineFaults) {
        total += later.total
        // A stable order: within one line, what its own values showed comes first.
        let both = (first + later.first).enumerated().sorted {
            ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
        }
        first = both.prefix(ImportLimits.faultsInFull).map(\.element)
    }
}
