/// The answer of `GET /v1/tokens`, revoked and expired tokens included.
package struct TokenList: Hashable, Sendable, Codable {
    package var tokens: [TokenView]
    /// Where the next page begins; nil on the last one.
    package var next: String?

    package init(tokens: [TokenView], next: String? = nil) {
        self.tokens = tokens
        self.next = next
    }
}
