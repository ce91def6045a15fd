import GRDB

/// A row that is left out because it cannot be read, or because another one is taken for the same subject.
package struct DamagedRow: Hashable, Sendable, CustomStringConvertible {
    /// Characters of a key that are told.
    private static let keyLimitCharacters = 64

    package let table: String
    /// What tells the row from others, as it stands there: an id or a code, never a name.
    package let key: String
    /// What is wrong with it, in a few words: `capabilities cannot be read`.
    package let fault: String

    init(_ table: String, _ key: String, _ fault: String) {
        self.table = table
        let shown = key.unicodeScalars.prefix(Self.keyLimitCharacters).map { scalar in
            // Goes into logs and onto terminals.
            scalar.properties.generalCategory == .control ? "?" : String(scalar)
        }
        self.key = shown.joined()
        self.fault = fault
    }

    /// A column that cannot be read.
    init(_ table: String, key column: String, of row: Row, _ fault: UnreadableRow) {
        // A key that cannot be read either is no news; the table says where to look.
        let key = (try? row[column] as String) ?? "?"
        self.init(table, key, "\(fault.column) cannot be read")
    }

    package var description: String { "\(table) \(key) (\(fault))" }
}

extension [DamagedRow] {
    /// Those told by name in one line; the rest is counted.
    private static var namedLimit: Int { 20 }

    package var summary: String {
        let named = prefix(Self.namedLimit).map(\.description).joined(separator: ", ")
        return count > Self.namedLimit ? "\(named) and \(count - Self.namedLimit) more" : named
    }
}
