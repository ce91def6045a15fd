/// A refusal or a failure as the API answers it: `application/problem+json` (RFC 9457) with members of our own.
///
/// `code` is for programs, `detail` for people; `field`, `value` and `allowed` say what to put right. A problem never
/// carries the inside of the daemon: no paths, no statements, no stack.
package struct Problem: Error, Hashable, Sendable {
    package static let mediaType = "application/problem+json"

    package var code: ProblemCode
    /// The HTTP status; that of `code`, except in a problem read from a newer server.
    package var status: Int
    /// The sentence of the code, the same each time.
    package var title: String
    /// What is the matter this time, in one sentence.
    package var detail: String?
    /// Path of the field at fault: `place.villageCode`, `seats[1].count`, a query name, a header name.
    package var field: String?
    /// The refused value, cut to `WireLimits.echoedValueCharacters`.
    package var value: JSONValue?
    /// What would have been taken instead.
    package var allowed: [String]?
    /// Those that could have been meant, each an object with what tells them apart.
    package var candidates: [JSONValue]?
    /// After how many seconds the same call is worth trying again; also sent as `Retry-After`.
    package var retryAfterSeconds: Int?
    /// Faults of an imported file, at most `WireLimits.reportedImportLines`.
    package var lines: [ImportLineError]?
    /// How many faults the file has in all.
    package var lineCount: Int?

    package init(
        _ code: ProblemCode,
        detail: String? = nil,
        field: String? = nil,
        value: JSONValue? = nil,
        allowed: [String]? = nil,
        candidates: [JSONValue]? = nil,
        retryAfterSeconds: Int? = nil,
        lines: [ImportLineError]? = nil,
        lineCount: Int? = nil
    ) {
        self.code = code
        self.status = code.status
        self.title = code.title
        self.detail = detail
        self.field = field
        self.value = value?.cutForEcho
        self.allowed = allowed
        self.candidates = candidates
        self.retryAfterSeconds = retryAfterSeconds
        self.lines = lines
        self.lineCount = lineCount
    }

    /// A body over the limit of its route.
    package static func bodyTooLarge(limitBytes: Int) -> Problem {
        Problem(.bodyTooLarge, detail: "The limit is \(limitBytes) bytes.", allowed: ["at most \(limitBytes) bytes"])
    }

    /// An import that is refused for the faults of its file.
    ///
    /// - Parameters:
    ///   - lines: the faults in the order of the file; those past `WireLimits.reportedImportLines` are cut off.
    ///   - lineCount: how many there are in all.
    package static func importRefused(lines: [ImportLineError], lineCount: Int) -> Problem {
        Problem(
            .importRefused,
            detail: lineCount == 1 ? "There is 1 fault." : "There are \(lineCount) faults.",
            lines: Array(lines.prefix(WireLimits.reportedImportLines)),
            lineCount: lineCount
        )
    }

    /// A token whose role may not do this.
    package static func forbidden(role: TokenView.Role, needs roles: [TokenView.Role]) -> Problem {
        let names = roles.map(\.rawValue)
        return Problem(
            .forbidden,
            detail: "The token's role is \(role.rawValue); this needs \(names.joined(separator: " or ")).",
            field: "role",
            value: .string(role.rawValue),
            allowed: names
        )
    }

    /// A token whose scope does not reach this.
    package static func forbidden(scope: TokenView.Scope) -> Problem {
        Problem(
            .forbidden,
            detail: "The token is limited to \(scope); this lies outside.",
            field: "scope",
            value: .string(scope.code)
        )
    }
}

extension Problem: CustomStringConvertible {
    /// The problem in one line for people: the particular sentence if there is one, else the general one.
    package var description: String {
        detail.map { "\(title) \($0)" } ?? title
    }
}

extension JSONValue {
    /// The value short enough to be repeated in an answer: long texts are cut, lists and objects become their text.
    fileprivate var cutForEcho: JSONValue {
        let text: String
        switch self {
        case .null, .bool, .integer, .number: return self
        case .string(let value): text = value
        case .array, .object: text = description
        }
        let characters = text.unicodeScalars
        guard characters.count > WireLimits.echoedValueCharacters else { return .string(text) }
        return .string(String(String.UnicodeScalarView(characters.prefix(WireLimits.echoedValueCharacters))) + "…")
    }
}
