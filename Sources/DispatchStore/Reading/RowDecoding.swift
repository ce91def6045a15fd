import DispatchCore
import Foundation
import GRDB
import Geospatial

/// A row that the schema lets through but this program cannot read: a damaged store.
struct UnreadableRow: Error, CustomStringConvertible {
    let table: String
    let column: String

    var description: String { "a row of \(table) has an unreadable \(column)" }
}

extension Row {
    /// Makes a value of each row while SQLite stands on it: a column is then found by its name in a table, in a copy of the
    /// row by comparing one name after the other.
    ///
    /// - Parameter sql: Its statement is kept with the connection, so it must be one of few texts. `make` must not read with
    ///   the same one.
    static func values<Value>(
        _ database: Database,
        sql: String,
        arguments: StatementArguments = StatementArguments(),
        _ make: (Row) throws -> Value
    ) throws -> [Value] {
        let rows = try fetchCursor(try database.cachedStatement(sql: sql), arguments: arguments)
        var values: [Value] = []
        while let row = try rows.next() { values.append(try make(row)) }
        return values
    }
}

/// The few ways in which columns become values of the model.
extension Row {
    func time(_ column: String) -> Timestamp? {
        (self[column] as Int64?).map(Timestamp.init(milliseconds:))
    }

    func wallTime(_ column: String) -> WallTime? {
        (self[column] as Int64?).map(WallTime.init(milliseconds:))
    }

    func requiredWallTime(_ column: String) -> WallTime {
        WallTime(milliseconds: self[column])
    }

    func requiredTime(_ column: String) -> Timestamp {
        Timestamp(milliseconds: self[column])
    }

    func identifier<Subject>(_ column: String, in table: String) throws -> Identifier<Subject> {
        let text: String = self[column]
        guard let identifier = Identifier<Subject>(text) else { throw UnreadableRow(table: table, column: column) }
        return identifier
    }

    func choice<Value: RawRepresentable>(_ column: String, in table: String) throws -> Value
    where Value.RawValue == String {
        guard let value = try optionalChoice(column, in: table) as Value? else {
            throw UnreadableRow(table: table, column: column)
        }
        return value
    }

    func optionalChoice<Value: RawRepresentable>(_ column: String, in table: String) throws -> Value?
    where Value.RawValue == String {
        guard let text = self[column] as String? else { return nil }
        guard let value = Value(rawValue: text) else { throw UnreadableRow(table: table, column: column) }
        return value
    }

    func words(_ column: String) throws -> [String] {
        let text: String = self[column]
        return try JSONDecoder().decode([String].self, from: Data(text.utf8))
    }

    func numbers(_ column: String) throws -> [Int] {
        let text: String = self[column]
        return try JSONDecoder().decode([Int].self, from: Data(text.utf8))
    }

    func quietHours(_ column: String, in table: String) throws -> QuietHours? {
        guard let text = self[column] as String? else { return nil }
        guard let hours = QuietHours(text: text) else { throw UnreadableRow(table: table, column: column) }
        return hours
    }

    /// The point in `latitude` and `longitude`; nil when there is none.
    func coordinate() throws -> Coordinate? {
        guard let latitude = self["latitude"] as Double?, let longitude = self["longitude"] as Double? else {
            return nil
        }
        return try Coordinate(latitude: latitude, longitude: longitude)
    }

    func requiredCoordinate(in table: String) throws -> Coordinate {
        guard let coordinate = try coordinate() else { throw UnreadableRow(table: table, column: "latitude") }
        return coordinate
    }
}
