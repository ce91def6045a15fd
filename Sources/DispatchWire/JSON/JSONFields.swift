/// The members of one JSON object of a request body, read strictly, each fault naming its field.
///
/// An object is opened with the names it may have, so a misspelt field is refused before anything is read. Optional
/// fields take `null` for “not given”; where `null` means something of its own, ask `isNull`.
package struct JSONFields {
    /// Where this object stands in the body, `seats[1]`; empty for the body itself.
    package let path: String
    private let members: [String: JSONValue]

    /// Opens an object; throws `wrong-type` if the value is none, `unknown-field` for a name that is not in `known`.
    ///
    /// Of several unknown names the first in alphabetical order is reported, so that equal bodies have equal answers.
    package init(_ value: JSONValue, path: String = "", known: [String]) throws(Problem) {
        self.path = path
        guard case .object(let members) = value else {
            throw Self.wrongType(path.isEmpty ? "body" : path, value, wanted: "object")
        }
        self.members = members
        if let unknown = members.keys.filter({ !known.contains($0) }).min() {
            let field = self.path(of: unknown)
            throw Problem(
                .unknownField,
                detail: "“\(field)” is not known here.",
                field: field,
                allowed: known
            )
        }
    }

    /// The path of one of this object's fields, from the body down.
    package func path(of name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }

    /// Whether the field is given as `null`.
    package func isNull(_ name: String) -> Bool {
        members[name] == .null
    }

    /// Whether the field is given and is not `null`.
    package func has(_ name: String) -> Bool {
        self[name] != nil
    }

    /// The field's value if it is given and is not `null`.
    package subscript(name: String) -> JSONValue? {
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    /// A value that must be there; `missing-field` if it is not.
    package func required<Value>(_ name: String, _ value: Value?) throws(Problem) -> Value {
        guard let value else { throw missing(name) }
        return value
    }

    /// The refusal for a field that is needed and is not there.
    package func missing(_ name: String) -> Problem {
        let field = path(of: name)
        return Problem(.missingField, detail: "“\(field)” is needed.", field: field)
    }

    /// The refusal for a field whose value is not allowed.
    package func invalid(
        _ name: String,
        _ detail: String,
        allowed: [String]? = nil,
        code: ProblemCode = .invalidValue
    ) -> Problem {
        let field = path(of: name)
        return Problem(code, detail: "“\(field)” \(detail)", field: field, value: members[name], allowed: allowed)
    }

    /// The refusal for a field that holds another kind of value than the one wanted.
    package func wrongType(_ name: String, wanted: String) -> Problem {
        Self.wrongType(path(of: name), members[name] ?? .null, wanted: wanted)
    }

    private static func wrongType(_ field: String, _ value: JSONValue, wanted: String) -> Problem {
        Problem(
            .wrongType,
            detail: "“\(field)” must be of type \(wanted) and is of type \(value.kind).",
            field: field,
            value: value,
            allowed: [wanted]
        )
    }
}
