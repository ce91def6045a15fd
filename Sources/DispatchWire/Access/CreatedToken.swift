/// The answer of `POST /v1/tokens`: the only time the token itself is shown.
package struct CreatedToken: Hashable, Sendable, Codable {
    package var id: String
    package var name: String
    package var role: TokenView.Role
    package var scope: TokenView.Scope
    package var expiresAt: WireTime?
    /// The secret to send as `Authorization: Bearer …`.
    package var token: String

    package init(
        id: String,
        name: String,
        role: TokenView.Role,
        scope: TokenView.Scope,
        expiresAt: WireTime? = nil,
        token: String
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.scope = scope
        self.expiresAt = expiresAt
        self.token = token
    }
}
