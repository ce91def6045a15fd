/// An access token as administrators see one: everything but its secret.
package struct TokenView: Hashable, Sendable, Codable {
    package var id: String
    package var name: String
    package var role: Role
    package var scope: Scope
    package var createdAt: WireTime
    package var expiresAt: WireTime?
    package var revokedAt: WireTime?

    package init(
        id: String,
        name: String,
        role: Role,
        scope: Scope,
        createdAt: WireTime,
        expiresAt: WireTime? = nil,
        revokedAt: WireTime? = nil
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.scope = scope
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }

    /// What a token's bearer may do.
    package enum Role: String, CaseIterable, Codable, Sendable {
        /// Imports, tokens, and all an operator may.
        case administrator
        /// Requests and members, with names and phones.
        case `operator`
        /// Submits requests and reads events; sees no names.
        case integrator
        /// Sees and reports in for its township.
        case desk
    }
}
