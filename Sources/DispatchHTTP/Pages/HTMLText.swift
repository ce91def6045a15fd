/// A piece of HTML in which everything that came from outside is escaped.
///
/// Written as a literal it is markup; what is interpolated is escaped unless it is an `HTMLText` itself. So a page cannot
/// forget to escape: there is no way to turn a `String` into markup.
package struct HTMLText: Hashable, Sendable, ExpressibleByStringInterpolation {
    package let markup: String

    package init(stringLiteral value: StaticString) {
        markup = value.description
    }

    package init(stringInterpolation: Interpolation) {
        markup = stringInterpolation.markup
    }

    private init(markup: String) {
        self.markup = markup
    }

    /// Text from outside.
    package init(_ text: String) {
        markup = Self.escaped(text)
    }

    static let empty: HTMLText = ""

    static func joined(_ pieces: [HTMLText]) -> HTMLText {
        HTMLText(markup: pieces.map(\.markup).joined())
    }

    static func + (left: HTMLText, right: HTMLText) -> HTMLText {
        HTMLText(markup: left.markup + right.markup)
    }

    /// The five characters of HTML, also good inside quoted attributes; control characters and marks that turn the
    /// direction of writing are left out, since they could make a text look like another.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n": escaped += "\n"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}":
                break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            markup += literal.description
        }

        package mutating func appendInterpolation(_ text: String) {
            markup += HTMLText(text).markup
        }

        package mutating func appendInterpolation(_ number: Int) {
            markup += String(number)
        }

        package mutating func appendInterpolation(_ piece: HTMLText) {
            markup += piece.markup
        }
    }
}
