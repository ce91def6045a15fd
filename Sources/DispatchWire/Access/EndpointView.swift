/// Where notices go, and how that has been doing.
package struct EndpointView: Hashable, Sendable, Codable {
    package var id: Int64
    package var channel: String
    /// Scheme and host; what follows may be a secret.
    package var address: String
    /// Members and desks who are reached there.
    package var members: Int
    package var desks: Int
    package var disabledAt: WireTime?
    package var disabledReason: String?
    package var lastSentAt: WireTime?
    package var lastFailedAt: WireTime?
    /// Attempts that failed since the last one that did not.
    package var failures: Int
    /// Deliveries that wait.
    package var waiting: Int
    /// While a secret is changed: `both` sign, or the `new` one alone does and the list has yet to name it.
    package var rotation: String?

    package init(
        id: Int64,
        channel: String,
        address: String,
        members: Int,
        desks: Int,
        disabledAt: WireTime? = nil,
        disabledReason: String? = nil,
        lastSentAt: WireTime? = nil,
        lastFailedAt: WireTime? = nil,
        failures: Int,
        waiting: Int,
        rotation: String? = nil
    ) {
        self.id = id
        self.channel = channel
        self.address = address
        self.members = members
        self.desks = desks
        self.disabledAt = disabledAt
        self.disabledReason = disabledReason
        self.lastSentAt = lastSentAt
        self.lastFailedAt = lastFailedAt
        self.failures = failures
        self.waiting = waiting
        self.rotation = rotation
    }
}

/// The answer of `POST /v1/endpoints/{id}/rotate`: the new secret, told this once.
package struct RotatedSecret: Hashable, Sendable, Codable {
    package var secret: String

    package init(secret: String) {
        self.secret = secret
    }
}

/// The answer of `GET /v1/endpoints`, ordered by id.
package struct EndpointList: Hashable, Sendable, Codable {
    package var endpoints: [EndpointView]
    /// What to pass as `after` for the next page; nil on the last.
    package var next: String?

    package init(endpoints: [EndpointView], next: String? = nil) {
        self.endpoints = endpoints
        self.next = next
    }

    /// Which endpoints a list holds.
    package enum Filter: String, CaseIterable, Codable, Sendable {
        case all
        /// Switched off.
        case disabled
        /// Not switched off, and the last attempt failed.
        case failing
    }
}
