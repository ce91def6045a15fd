/// Reads one JSON text by the letter of RFC 8259 and refuses everything a lenient reader would guess about.
///
/// Refused are: invalid UTF-8, lone surrogates, two members of one name, numbers a `Double` cannot hold, anything
/// after the value, and nesting deeper than `WireLimits.nestingDepth`, so that a body cannot exhaust the stack.
struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The value of the whole text; throws `invalid-json` with line and column of the first fault.
    static func parse(_ bytes: [UInt8]) throws(Problem) -> JSONValue {
        var parser = JSONParser(bytes)
        parser.skipWhitespace()
        let value = try parser.value()
        parser.skipWhitespace()
        guard parser.position == bytes.count else { throw parser.fault("there is more text after the value") }
        return value
    }

    private mutating func value() throws(Problem) -> JSONValue {
        switch current {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return try number()
        case nil: throw fault("the text ends where a value should stand")
        default: throw fault("a value should stand here")
        }
    }

    private mutating func object() throws(Problem) -> JSONValue {
        try descend()
        var members: [String: JSONValue] = [:]
        if !take("}") {
            repeat {
                skipWhitespace()
                guard current == UInt8(ascii: "\"") else { throw fault("a member name in quotes should stand here") }
                let start = position
                let name = try string()
                guard members[name] == nil else { throw fault("the member “\(name)” stands here twice", at: start) }
                guard take(":") else { throw fault("a colon should stand here") }
                skipWhitespace()
                members[name] = try value()
            } while take(",")
            guard take("}") else { throw fault("a comma or a closing brace should stand here") }
        }
        depth -= 1
        return .object(members)
    }

    private mutating func array() throws(Problem) -> JSONValue {
        try descend()
        var elements: [JSONValue] = []
        if !take("]") {
            repeat {
                skipWhitespace()
                elements.append(try value())
            } while take(",")
            guard take("]") else { throw fault("a comma or a closing bracket should stand here") }
        }
        depth -= 1
        return .array(elements)
    }

    /// Enters an object or array: takes its opening bracket and counts the level.
    private mutating func descend() throws(Problem) {
        depth += 1
        guard depth <= WireLimits.nestingDepth else {
            throw fault("values are nested deeper than \(WireLimits.nestingDepth) levels")
        }
        position += 1
    }

    private mutating func literal(_ word: String, _ value: JSONValue) throws(Problem) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw fault("a value should stand here") }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(Problem) -> JSONValue {
        let start = position
        _ = take(byte: "-")
        if !take(byte: "0") { try digits() }
        var isWhole = true
        if take(byte: ".") {
            isWhole = false
            try digits()
        }
        if take(byte: "e") || take(byte: "E") {
            isWhole = false
            if !take(byte: "+") { _ = take(byte: "-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw fault("the number is too large", at: start) }
        return .number(value)
    }

    private mutating func digits() throws(Problem) {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw fault("a digit should stand here") }
    }

    private mutating func string() throws(Problem) -> String {
        position += 1
        var content: [UInt8] = []
        let start = position
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw fault("the string is not valid UTF-8", at: start)
                }
                position += 1
                return text
            case UInt8(ascii: "\\"):
                position += 1
                content.append(contentsOf: String(Character(try escape())).utf8)
            case 0..<0x20:
                throw fault("a control character in a string must be escaped")
            default:
                content.append(byte)
                position += 1
            }
        }
        throw fault("a string is not closed", at: start - 1)
    }

    /// The scalar of an escape whose backslash has been taken.
    private mutating func escape() throws(Problem) -> Unicode.Scalar {
        guard let byte = current else { throw fault("a string is not closed") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw fault("the escape is unknown", at: position - 2)
        }
    }

    /// The scalar of `\uXXXX`, or of two such that form a surrogate pair.
    private mutating func unicodeEscape() throws(Problem) -> Unicode.Scalar {
        let start = position - 2
        let first = UInt32(try codeUnit())
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take(byte: "\\"), take(byte: "u") else {
            throw fault("half of a surrogate pair stands alone", at: start)
        }
        let second = UInt32(try codeUnit())
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw fault("half of a surrogate pair stands alone", at: start) }
        return scalar
    }

    private mutating func codeUnit() throws(Problem) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault("four hexadecimal digits should stand here")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    private var current: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func skipWhitespace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Takes a structural character with the whitespace before it, if it is the next one.
    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        skipWhitespace()
        return take(byte: scalar)
    }

    private mutating func take(byte scalar: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private func fault(_ what: String, at place: Int? = nil) -> Problem {
        let before = bytes[..<min(place ?? position, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
        return Problem(.invalidJSON, detail: "line \(line), byte \(column): \(what)")
    }
}
