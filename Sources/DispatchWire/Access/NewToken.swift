/// The body of `POST /v1/tokens`.
package struct NewToken: Hashable, Sendable, Encodable {
    /// What the token is called in the timeline and in lists.
    package var name: String
    package var role: TokenView.Role
    /// How far it reaches; if not given, the whole county.
    package var scope: TokenView.Scope?
    /// When it stops being valid; if not given, never.
    package var expiresAt: WireTime?

    package init(name: String, role: TokenView.Role, scope: TokenView.Scope? = nil, expiresAt: WireTime? = nil) {
        self.name = name
        self.role = role
        self.scope = scope
        self.expiresAt = expiresAt
    }

    package init(json: JSONValue) throws(Problem) {
        let fields = try JSONFields(json, known: ["name", "role", "scope", "expiresAt"])
        name = try fields.required("name", try fields.text("name", atMost: WireLimits.nameCharacters))
        role = try fields.required("role", try fields.choice("role"))
        scope = try fields["scope"].map { value throws(Problem) in
            try TokenView.Scope(json: value, path: "scope")
        }
        expiresAt = try fields.time("expiresAt")
    }
}
