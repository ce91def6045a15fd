/// A JSON value as it stood in a body, before anything is known of its meaning.
///
/// Integers are kept apart from other numbers so that an identifier or a count never passes through a `Double`.
/// Member order is not kept: the text form sorts by name, so equal values have equal texts.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// What kind of value this is, in the words of RFC 8259, for messages.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// The member of this object by that name; nil if there is none or this is no object.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The text of this string; nil if this is no string.
    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The value of this number if it is whole and fits 64 bits, so that `2` and `2.0` are the same.
    package var wholeNumber: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        case .null, .bool, .string, .array, .object: nil
        }
    }
}

extension JSONValue {
    /// The value of this number; nil if this is none.
    package var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .null, .bool, .string, .array, .object: nil
        }
    }
}

extension String {
    /// The number that this text is by the letter of RFC 8259, section 6, and nothing else; nil for any other text.
    package var jsonNumber: JSONValue? {
        let isDigit: (UInt8) -> Bool = { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        // A JSON text may have white space around it, a number may not.
        guard let first = utf8.first, let last = utf8.last, first == UInt8(ascii: "-") || isDigit(first), isDigit(last)
        else { return nil }
        // Whatever is wrong with it, it is no number.
        return try? JSONValue(parsing: self)
    }
}

extension JSONValue: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        self = .string(value)
    }
}

extension JSONValue: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int64) {
        self = .integer(value)
    }
}

extension JSONValue: ExpressibleByFloatLiteral {
    package init(floatLiteral value: Double) {
        self = .number(value)
    }
}

extension JSONValue: ExpressibleByBooleanLiteral {
    package init(booleanLiteral value: Bool) {
        self = .bool(value)
    }
}

extension JSONValue: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: JSONValue...) {
        self = .array(elements)
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    /// An object of these members; of two with one name the later counts.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { _, later in later })
    }
}
