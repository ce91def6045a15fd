/// Text of comma-separated values (RFC 4180), with LF as the end of a line.
package struct CSVText: Sendable {
    package private(set) var text: String
    private let columns: Int

    package init(header: [String]) {
        text = ""
        columns = header.count
        append(header)
    }

    /// Adds a record; it has as many fields as the header.
    package mutating func append(_ fields: [String]) {
        precondition(fields.count == columns, "a record has \(columns) fields and not \(fields.count)")
        text += fields.map(Self.escaped).joined(separator: ",") + "\n"
    }

    /// A field in quotation marks if it needs them.
    package static func escaped(_ field: String) -> String {
        // By scalars: a CR and LF together are one character.
        let needsQuotes = field.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
        guard needsQuotes else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
