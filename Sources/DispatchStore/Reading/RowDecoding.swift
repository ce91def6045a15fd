import CanonicalText
import DispatchCore
import Foundation
import GRDB
import Geospatial

/// A row that the schema lets through but this program cannot read.
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

    /// The same without the rows that cannot be read.
    ///
    /// - Parameters:
    ///   - limit: How many values are wanted; what cannot be read does not count.
    ///   - note: Told of each row that cannot be read.
    static func readableValues<Value>(
        _ database: Database,
        sql: String,
        arguments: StatementArguments = StatementArguments(),
        limit: Int = .max,
        note: (Row, UnreadableRow) -> Void = { _, _ in },
        _ make: (Row) throws -> Value?
    ) throws -> [Value] {
        let rows = try fetchCursor(try database.cachedStatement(sql: sql), arguments: arguments)
        var values: [Value] = []
        while values.count < limit, let row = try rows.next() {
            do {
                if let value = try make(row) { values.append(value) }
            } catch let fault as UnreadableRow {
                note(row, fault)
            }
        }
        return values
    }

    /// A value of a column. Takes the place of GRDB's subscript of this form, which stops the process for a value of another
    /// type.
    ///
    /// Its error holds no values: rows are about people.
    subscript<Value: DatabaseValueConvertible>(_ column: String) -> Value {
        get throws {
            do {
                return try decode(Value.self, forColumn: column)
            } catch {
                throw UnreadableRow(table: "the store", column: column)
            }
        }
    }

    subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: String) -> Value {
        get throws {
            do {
                return try decode(Value.self, forColumn: column)
            } catch {
                throw UnreadableRow(table: "the store", column: column)
            }
        }
    }
}

/// The few ways in which columns become values of the model, each within bounds that no sum further in can leave.
extension Row {
    /// The years 0 to 9999: what RFC 3339 can say.
    private static let times: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999
    /// What is counted one by one never gets there.
    static let counts = 0...1_000_000_000
    /// Half the way around the earth, and a margin.
    static let meters = 0.0...30_000_000
    /// Thirty years.
    static let seconds = 0.0...1_000_000_000

    func time(_ column: String) throws -> Timestamp? {
        guard let milliseconds = try self[column] as Int64? else { return nil }
        guard Self.times.contains(milliseconds) else { throw UnreadableRow(table: "the store", column: column) }
        return Timestamp(milliseconds: milliseconds)
    }

    func requiredTime(_ column: String) throws -> Timestamp {
        guard let time = try time(column) else { throw UnreadableRow(table: "the store", column: column) }
        return time
    }

    func wallTime(_ column: String) throws -> WallTime? {
        try time(column).map { WallTime(milliseconds: $0.milliseconds) }
    }

    func requiredWallTime(_ column: String) throws -> WallTime {
        guard let time = try wallTime(column) else { throw UnreadableRow(table: "the store", column: column) }
        return time
    }

    /// The time of an entry of the journal: those have no gaps, so none is left out.
    func nearestTime(_ column: String) throws -> Timestamp {
        let milliseconds: Int64 = try self[column]
        return Timestamp(milliseconds: Swift.min(Swift.max(milliseconds, Self.times.lowerBound), Self.times.upperBound))
    }

    /// What the wall clock showed at an entry of the journal; those of older versions know one time.
    func nearestWallTime() throws -> WallTime {
        let hasWall = hasColumn("wall_at") ? try self["wall_at"] as Int64? != nil : false
        return WallTime(milliseconds: try nearestTime(hasWall ? "wall_at" : "at").milliseconds)
    }

    /// A whole number within bounds.
    func count(_ column: String, in bounds: ClosedRange<Int> = counts) throws -> Int {
        let count: Int = try self[column]
        guard bounds.contains(count) else { throw UnreadableRow(table: "the store", column: column) }
        return count
    }

    /// A number within bounds; infinity is in none.
    func measure(_ column: String, in bounds: ClosedRange<Double>) throws -> Double {
        let measure: Double = try self[column]
        guard bounds.contains(measure) else { throw UnreadableRow(table: "the store", column: column) }
        return measure
    }

    func optionalMeasure(_ column: String, in bounds: ClosedRange<Double>) throws -> Double? {
        guard try self[column] as Double? != nil else { return nil }
        return try measure(column, in: bounds)
    }

    func identifier<Subject>(_ column: String, in table: String) throws -> Identifier<Subject> {
        let text: String = try self[column]
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
        guard let text = try self[column] as String? else { return nil }
        guard let value = Value(rawValue: text) else { throw UnreadableRow(table: table, column: column) }
        return value
    }

    func words(_ column: String) throws -> [String] { try json(column, as: [String].self).map(\.nfc) }

    func numbers(_ column: String) throws -> [Int] {
        let numbers = try json(column, as: [Int].self)
        guard numbers.allSatisfy(Self.counts.contains) else { throw UnreadableRow(table: "the store", column: column) }
        return numbers
    }

    func json<Value: Decodable>(_ column: String, as type: Value.Type) throws -> Value {
        let text: String = try self[column]
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw UnreadableRow(table: "the store", column: column)
        }
    }

    func quietHours(_ column: String, in table: String) throws -> QuietHours? {
        guard let text = try self[column] as String? else { return nil }
        guard let hours = QuietHours(text: text) else { throw UnreadableRow(table: table, column: column) }
        return hours
    }

    /// The point in `latitude` and `longitude`; nil when there is none.
    func coordinate() throws -> Coordinate? {
        guard let latitude = try self["latitude"] as Double?, let longitude = try self["longitude"] as Double? else {
            return nil
        }
        do {
            return try Coordinate(latitude: latitude, longitude: longitude)
        } catch {
            throw UnreadableRow(table: "the store", column: error.axis.rawValue)
        }
    }

    func requiredCoordinate(in table: String) throws -> Coordinate {
        guard let coordinate = try coordinate() else { throw UnreadableRow(table: table, column: "latitude") }
        return coordinate
    }
}
