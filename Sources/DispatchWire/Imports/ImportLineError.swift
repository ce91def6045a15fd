/// One fault of an imported file.
package struct ImportLineError: Hashable, Sendable, Codable {
    /// The line on which the row begins, the header being 1.
    package var line: Int
    /// The column's name; nil if the line as a whole is at fault.
    package var column: String?
    package var value: String?
    /// What is wrong or what would be right, without the value: `must be between -90 and 90`.
    package var message: String

    package init(line: Int, column: String? = nil, value: String? = nil, message: String) {
        self.line = line
        self.column = column
        self.value = value
        self.message = message
    }
}

extension ImportLineError: CustomStringConvertible {
    /// The fault in one line: `line 17, column latitude: "95.1": must be between -90 and 90`.
    package var description: String {
        var text = "line \(line)"
        if let column { text += ", column \(column)" }
        if let value { text += ": \(JSONValue.string(value))" }
        return text + ": \(message)"
    }
}
