import CanonicalText

/// The parameters of a query, read as strictly as a body and with the same refusals.
package struct QueryFields {
    private let parameters: [String: String]

    /// Takes decoded names and values, each value in its one spelling; throws `unknown-field` or, for a name given twice,
    /// `invalid-value`.
    package init(_ pairs: [(name: String, value: String)], known: [String]) throws(Problem) {
        var parameters: [String: String] = [:]
        for (name, value) in pairs {
            guard known.contains(name) else {
                throw Problem(
                    .unknownField,
                    detail: "“\(name)” is not known in this query.",
                    field: name,
                    allowed: known
                )
            }
            guard parameters.updateValue(value.nfc, forKey: name) == nil else {
                throw Problem(.invalidValue, detail: "“\(name)” is given twice.", field: name, value: .string(value))
            }
        }
        self.parameters = parameters
    }

    /// The value by that name; empty counts as not given.
    package subscript(name: String) -> String? {
        guard let value = parameters[name], !value.isEmpty else { return nil }
        return value
    }

    /// A value that must be there; `missing-field` if it is not.
    package func required<Value>(_ name: String, _ value: Value?) throws(Problem) -> Value {
        guard let value else { throw Problem(.missingField, detail: "“\(name)” is needed.", field: name) }
        return value
    }

    /// A text of limited length.
    package func text(_ name: String, atMost characters: Int) throws(Problem) -> String? {
        guard let text = self[name] else { return nil }
        guard text.unicodeScalars.count <= characters else {
            throw invalid(name, "is too long.", allowed: ["at most \(characters) characters"])
        }
        return text
    }

    /// One of a closed set of words.
    package func choice<Word>(_ name: String, of type: Word.Type = Word.self) throws(Problem) -> Word?
    where Word: RawRepresentable<String> & CaseIterable {
        guard let text = self[name] else { return nil }
        guard let word = Word(rawValue: text) else {
            throw invalid(name, "is not one of the words allowed.", allowed: Word.allCases.map(\.rawValue))
        }
        return word
    }

    /// A whole number within bounds, as JSON writes it.
    package func integer(_ name: String, in bounds: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = text.jsonNumber?.wholeNumber.flatMap({ Int(exactly: $0) }), bounds.contains(number) else {
            throw invalid(
                name,
                "must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound).",
                allowed: ["\(bounds.lowerBound)…\(bounds.upperBound)"]
            )
        }
        return number
    }

    /// A number within bounds, as JSON writes it: no plus sign, no hexadecimal digits, no infinity.
    package func number(_ name: String, in bounds: ClosedRange<Double>) throws(Problem) -> Double? {
        guard let text = self[name] else { return nil }
        guard let number = text.jsonNumber?.double, bounds.contains(number) else {
            let allowed = "\(bounds.lowerBound)…\(bounds.upperBound)"
            throw invalid(
                name,
                "must be a number from \(bounds.lowerBound) to \(bounds.upperBound).",
                allowed: [allowed]
            )
        }
        return number
    }

    /// `true` or `false`, and not empty: whoever writes `?dryRun` would not expect that it is no dry run.
    package func flag(_ name: String) throws(Problem) -> Bool? {
        guard let text = parameters[name] else { return nil }
        guard let flag = Bool(text) else { throw invalid(name, "must be true or false.", allowed: ["true", "false"]) }
        return flag
    }

    /// Words with semicolons between them: `vehicle;first-aid`.
    package func words(_ name: String, atMost limit: Int) throws(Problem) -> [String]? {
        guard let text = self[name] else { return nil }
        let words = text.split(separator: ";").map(String.init)
        guard words.count <= limit, words.allSatisfy({ $0.unicodeScalars.count <= WireLimits.wordCharacters }) else {
            throw invalid(
                name,
                "names too many words or too long ones.",
                allowed: ["at most \(limit) words of at most \(WireLimits.wordCharacters) characters"]
            )
        }
        return words
    }

    /// The `latitude`, `longitude` and `crs` (WGS-84 if not given) of this query.
    package func coordinates() throws(Problem) -> (
        latitude: Double, longitude: Double, crs: PlaceReference.CoordinateSystem
    ) {
        let latitude = try required("latitude", try number("latitude", in: -90...90))
        let longitude = try required("longitude", try number("longitude", in: -180...180))
        return (latitude, longitude, try choice("crs") ?? .wgs84)
    }

    /// The refusal for a parameter whose value is not allowed.
    package func invalid(_ name: String, _ detail: String, allowed: [String]? = nil) -> Problem {
        Problem(
            .invalidValue,
            detail: "“\(name)” \(detail)",
            field: name,
            value: parameters[name].map { .string($0) },
            allowed: allowed
        )
    }
}
