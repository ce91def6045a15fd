extension Problem: Codable {
    private enum Key: String, CodingKey {
        case type
        case title
        case status
        case code
        case detail
        case field
        case value
        case allowed
        case candidates
        case retryAfterSeconds
        case lines
        case lineCount
    }

    /// Reads a problem; one whose code this program does not know keeps its status and words and counts as `internal`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let name = try container.decode(String.self, forKey: .code)
        self.init(
            ProblemCode(rawValue: name) ?? .internalFault,
            detail: try container.decodeIfPresent(String.self, forKey: .detail),
            field: try container.decodeIfPresent(String.self, forKey: .field),
            // `decodeIfPresent` would drop a value that is `null`.
            value: container.contains(.value) ? try container.decode(JSONValue.self, forKey: .value) : nil,
            allowed: try container.decodeIfPresent([String].self, forKey: .allowed),
            candidates: try container.decodeIfPresent([JSONValue].self, forKey: .candidates),
            retryAfterSeconds: try container.decodeIfPresent(Int.self, forKey: .retryAfterSeconds),
            lines: try container.decodeIfPresent([ImportLineError].self, forKey: .lines),
            lineCount: try container.decodeIfPresent(Int.self, forKey: .lineCount)
        )
        status = try container.decode(Int.self, forKey: .status)
        title = try container.decode(String.self, forKey: .title)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(code.type, forKey: .type)
        try container.encode(title, forKey: .title)
        try container.encode(status, forKey: .status)
        try container.encode(code.rawValue, forKey: .code)
        try container.encodeIfPresent(detail, forKey: .detail)
        try container.encodeIfPresent(field, forKey: .field)
        try container.encodeIfPresent(value, forKey: .value)
        try container.encodeIfPresent(allowed, forKey: .allowed)
        try container.encodeIfPresent(candidates, forKey: .candidates)
        try container.encodeIfPresent(retryAfterSeconds, forKey: .retryAfterSeconds)
        try container.encodeIfPresent(lines, forKey: .lines)
        try container.encodeIfPresent(lineCount, forKey: .lineCount)
    }
}
