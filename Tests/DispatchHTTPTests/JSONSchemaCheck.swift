import CurlTransport
import DispatchCore
import DispatchWire
import Foundation

/// Checks JSON against the part of JSON Schema 2020-12 that the document uses.
///
/// A keyword it does not know is a fault, so that nothing of the document goes unchecked.
struct JSONSchemaCheck {
    let document: OpenAPIDocument
    /// Whether it is checked as an answer of the daemon, whose times are all in UTC.
    var isAnswer = true

    private static let annotations: Set<String> = [
        "description", "example", "examples", "default", "summary", "x-problem-codes",
    ]

    func faults(of value: JSONValue, as schema: JSONValue, at path: String) -> [String] {
        let schema = document.resolve(schema)
        return schema.members.sorted { $0.key < $1.key }.flatMap { keyword, argument -> [String] in
            switch keyword {
            case "type", "enum", "const", "format", "pattern": word(keyword, argument, value, path)
            case "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties",
                "maxProperties":
                bound(keyword, argument, value, path)
            case "properties":
                argument.members.sorted { $0.key < $1.key }.flatMap { name, inner in
                    value[name].map { faults(of: $0, as: inner, at: "\(path).\(name)") } ?? []
                }
            case "required" where value.kind != "object": []
            case "required":
                argument.elements.compactMap(\.text).filter { value[$0] == nil }.map { "\(path).\($0) is missing" }
            case "additionalProperties":
                argument == .bool(false)
                    ? value.members.keys.filter { schema["properties"]?[$0] == nil }.sorted().map {
                        "\(path).\($0) is not in the document"
                    } : []
            case "items":
                value.elements.enumerated().flatMap { faults(of: $1, as: argument, at: "\(path)[\($0)]") }
            case "allOf":
                argument.elements.flatMap { faults(of: value, as: $0, at: path) }
            case "anyOf":
                matches(value, argument, path) >= 1 ? [] : ["\(path) is none of what it may be: \(value)"]
            case "oneOf":
                matches(value, argument, path) == 1 ? [] : ["\(path) is not one of what it may be: \(value)"]
            default:
                Self.annotations.contains(keyword) ? [] : ["the keyword \(keyword) is not checked"]
            }
        }
    }

    private func matches(_ value: JSONValue, _ schemas: JSONValue, _ path: String) -> Int {
        schemas.elements.count { faults(of: value, as: $0, at: path).isEmpty }
    }

    private func word(_ keyword: String, _ argument: JSONValue, _ value: JSONValue, _ path: String) -> [String] {
        let isRight: Bool
        switch keyword {
        case "type":
            let names = argument.text.map { [$0] } ?? argument.elements.compactMap(\.text)
            isRight = names.contains { $0 == value.kind || ($0 == "integer" && value.wholeNumber != nil) }
        case "enum": isRight = argument.elements.contains(value)
        case "const": isRight = argument == value
        case "pattern": isRight = value.text.map { Self.fits($0, argument.text ?? "") } ?? true
        case _:
            guard argument.text != "int64", let text = value.text else { return [] }
            switch argument.text {
            case "uuid": isRight = Identifier<HelpRequest>(text) != nil
            case "date-time": isRight = (text.hasSuffix("Z") || !isAnswer) && (try? WireTime(text)) != nil
            case "uri": isRight = text.hasPrefix("http")
            case _: return ["the format \(argument) is not checked"]
            }
        }
        return isRight ? [] : ["\(path) is \(value), not \(keyword) \(argument)"]
    }

    private static let expressions = Locked<[String: NSRegularExpression]>([:])

    private static func fits(_ text: String, _ pattern: String) -> Bool {
        let known = expressions.withLock { $0[pattern] }
        // Here `$` also stands before a last line break; in the document (ECMA-262) it stands at the end alone.
        let whole = pattern.hasSuffix("$") ? pattern.dropLast() + #"\z"# : pattern
        // A pattern that cannot be read is fitted by nothing, and the test says so.
        guard let expression = try? known ?? NSRegularExpression(pattern: whole) else { return false }
        expressions.withLock { $0[pattern] = expression }
        return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }

    private func bound(_ keyword: String, _ argument: JSONValue, _ value: JSONValue, _ path: String) -> [String] {
        let measured: Double? =
            switch (keyword, value) {
            case ("minimum", .integer(let number)), ("maximum", .integer(let number)): Double(number)
            case ("minimum", .number(let number)), ("maximum", .number(let number)): number
            case ("minLength", .string(let text)), ("maxLength", .string(let text)): Double(text.unicodeScalars.count)
            case ("minItems", .array(let elements)), ("maxItems", .array(let elements)): Double(elements.count)
            case ("minProperties", .object(let members)), ("maxProperties", .object(let members)): Double(members.count)
            case _: nil
            }
        guard let measured, let limit = argument.wholeNumber else { return [] }
        let isRight = keyword.hasPrefix("min") ? measured >= Double(limit) : measured <= Double(limit)
        return isRight ? [] : ["\(path) is \(measured), beyond \(keyword) \(limit)"]
    }
}
