/// One value of a roster file that is wrong, and what would be right.
package struct ImportLineFault: Hashable, Sendable {
    /// The line in the file on which its row begins, from 1; the header is line 1 in most files.
    package let line: Int
    /// The column's name; `latitude,longitude` when the place they make is wrong, and empty when it is the row.
    package let column: String
    /// What stood there, as ``ShownValue`` shows it: short, printable, without secrets.
    package let value: String
    /// What would be right.
    package let message: String

    package init(line: Int, column: String, value: String, message: String) {
        self.line = line
        self.column = column
        self.value = value
        self.message = message
    }
}
