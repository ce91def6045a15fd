import CanonicalText
import GRDB

/// Reads rows that are told apart by an id or a code of a county's own lists.
///
/// SQLite compares those by bytes, Swift canonically: of rows that are one to Swift the one in the usual spelling is taken,
/// and else the first; the others and those that cannot be read are left out and noted.
struct ListRows {
    let table: String
    /// The column that tells rows apart.
    let key: String

    /// - Parameter sql: Its statement is kept with the connection, so it must be one of few texts.
    func values<Value>(
        _ database: Database,
        sql: String,
        arguments: StatementArguments = StatementArguments(),
        noting damage: inout [DamagedRow],
        _ make: (Row) throws -> Value
    ) throws -> [(key: String, value: Value)] {
        var found: [(key: String, value: Value)] = []
        var position: [String: Int] = [:]
        let rows = try Row.fetchCursor(try database.cachedStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() {
            do {
                let key: String = try row[key]
                let value = try make(row)
                guard let place = position[key] else {
                    position[key] = found.count
                    found.append((key, value))
                    continue
                }
                let isUsual = key.isSpelled(like: key.nfc) && !found[place].key.isSpelled(like: key)
                let left = isUsual ? found[place].key : key
                damage.append(DamagedRow(table, left, "another row has the same \(self.key)"))
                if isUsual { found[place] = (key, value) }
            } catch let fault as UnreadableRow {
                damage.append(DamagedRow(table, key: key, of: row, fault))
            }
        }
        return found
    }
}
