/// The answer of `GET /v1/tokens`, revoked and expired tokens included.
package struct TokenList: Hashable, Sendable, Codable {
    package var tokens: [TokenView]

    package init(tokens: [TokenView]) {
        self.tokens = tokens
    }
}
