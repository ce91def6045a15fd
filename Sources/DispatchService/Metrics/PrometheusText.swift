/// How names, labels and numbers are written in the text format 0.0.4.
enum PrometheusText {
    /// A metric name: letters, digits, `_` and `:`, not beginning with a digit; anything else becomes `_`.
    static func name(_ text: String) -> String {
        token(text) { $0 == ":" }
    }

    /// Labels in braces, sorted by name so that their order does not make another series; empty without labels.
    static func labels(_ dimensions: [(String, String)]) -> String {
        guard !dimensions.isEmpty else { return "" }
        let pairs = dimensions.map { name, value in (labelName(name), value) }.sorted { $0 < $1 }
        return "{" + pairs.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",") + "}"
    }

    /// The labels of a histogram's bucket: those of the series and its upper bound.
    static func labels(_ labels: String, bound: String) -> String {
        labels.isEmpty ? "{le=\"\(bound)\"}" : "\(labels.dropLast()),le=\"\(bound)\"}"
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    static func help(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    private static func escaped(_ value: String) -> String {
        help(value).replacing("\"", with: "\\\"")
    }

    private static func labelName(_ text: String) -> String {
        let name = token(text) { _ in false }
        // The format needs this one for buckets.
        return name == "le" ? "le_" : name
    }

    private static func token(_ text: String, allowing isAllowed: (Character) -> Bool) -> String {
        let mapped = text.map { character in
            character.isASCII && (character.isLetter || character.isNumber) || character == "_" || isAllowed(character)
                ? character : "_"
        }
        guard let first = mapped.first else { return "_" }
        return (first.isNumber ? "_" : "") + String(mapped)
    }
}
