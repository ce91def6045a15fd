extension TokenView {
    /// How far a token reaches: `{"county":"130533"}` or `{"township":"130533100"}`.
    package enum Scope: Hashable, Sendable {
        case county(String)
        case township(String)

        /// The code of the county or township.
        package var code: String {
            switch self {
            case .county(let code), .township(let code): code
            }
        }

        private static let known = ["county", "township"]

        /// Reads a scope; throws `invalid-value` unless exactly one of the two is named.
        package init(json value: JSONValue, path: String) throws(Problem) {
            let fields = try JSONFields(value, path: path, known: Self.known)
            let county = try fields.text("county", atMost: WireLimits.identifierCharacters)
            let township = try fields.text("township", atMost: WireLimits.identifierCharacters)
            switch (county, township) {
            case (let county?, nil): self = .county(county)
            case (nil, let township?): self = .township(township)
            case (nil, nil), (_?, _?):
                throw Problem(
                    .invalidValue,
                    detail: "“\(path)” must name either a county or a township.",
                    field: path,
                    value: value,
                    allowed: [#"{"county"}"#, #"{"township"}"#]
                )
            }
        }
    }
}

extension TokenView.Scope: CustomStringConvertible {
    package var description: String {
        switch self {
        case .county(let code): "county \(code)"
        case .township(let code): "township \(code)"
        }
    }
}

extension TokenView.Scope: Codable {
    private enum Key: String, CodingKey {
        case county
        case township
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let code = try container.decodeIfPresent(String.self, forKey: .township) {
            self = .township(code)
        } else {
            self = .county(try container.decode(String.self, forKey: .county))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .county(let code): try container.encode(code, forKey: .county)
        case .township(let code): try container.encode(code, forKey: .township)
        }
    }
}
