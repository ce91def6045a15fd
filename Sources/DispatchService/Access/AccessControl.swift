import CurlTransport
package import DispatchCore
package import DispatchStore

/// Who a bearer token stands for.
package struct Principal: Equatable, Sendable {
    package let tokenID: String
    package let name: String
    package let role: AccessTokenRecord.Role
    /// nil: the whole county.
    package let townshipCode: String?
    package let expiresAt: WallTime?

    package var actor: Actor { .token(tokenID) }

    func isValid(at now: WallTime) -> Bool { expiresAt.map { $0 > now } ?? true }

    package init(_ token: AccessTokenRecord) {
        tokenID = token.id
        name = token.name
        role = token.role
        townshipCode = token.townshipCode
        expiresAt = token.expiresAt
    }
}

/// What a commit changed about tokens.
package enum AccessChange: Sendable {
    case created(AccessTokenRecord)
    case revoked(id: String)

    /// nil for a record that is about something else.
    init?(_ record: StoreRecord) {
        switch record {
        case .accessToken(let token): self = .created(token)
        case .accessTokenRevoked(let id, _): self = .revoked(id: id)
        case _: return nil
        }
    }
}

/// The tokens in force, looked up by hash.
///
/// It is changed token by token, on the writer's thread and in the order of the commits, before whoever asked is answered. So
/// whatever is changed at once, what is committed is what holds.
package final class AccessControl: Sendable {
    /// A county has a few dozen; the limit bounds memory and the list.
    package static let tokenLimit = 10_000

    private struct Table: Sendable {
        var principals: [[UInt8]: Principal] = [:]
        var hashes: [String: [UInt8]] = [:]
        var integrators: Set<String> = []

        mutating func insert(_ token: AccessTokenRecord) {
            if token.role == .integrator { integrators.insert(token.id) }
            guard token.revokedAt == nil, hashes[token.id] == nil else { return }
            principals[token.hash] = Principal(token)
            hashes[token.id] = token.hash
        }

        mutating func remove(_ id: String) {
            guard let hash = hashes.removeValue(forKey: id) else { return }
            principals[hash] = nil
        }
    }

    private let table: Locked<Table>

    package init(_ tokens: [AccessTokenRecord]) {
        var table = Table()
        for token in tokens { table.insert(token) }
        self.table = Locked(table)
    }

    /// Takes what a commit changed; a revoked token is out at once.
    package func take(_ changes: [AccessChange]) {
        table.withLock { table in
            for change in changes {
                switch change {
                case .created(let token): table.insert(token)
                case .revoked(let id): table.remove(id)
                }
            }
        }
    }

    /// The ids of all tokens of integrators, also of those that are in force no more: what they opened still counts.
    package var integrators: Set<String> { table.withLock { $0.integrators } }

    /// Whether there are as many tokens in force as there may be.
    package func isFull(at now: WallTime) -> Bool {
        table.withLock { table in
            guard table.principals.count >= Self.tokenLimit else { return false }
            return table.principals.values.count { $0.isValid(at: now) } >= Self.tokenLimit
        }
    }

    /// The principal of a token; nil when it is unknown, revoked or expired.
    ///
    /// The look-up is by a hash of the token, so its time tells nothing about the tokens there are.
    package func principal(of token: some StringProtocol, at now: WallTime) -> Principal? {
        let hash = BearerToken.hash(token)
        guard let principal = table.withLock({ $0.principals[hash] }), principal.isValid(at: now) else { return nil }
        return principal
    }

    /// Whether the token that somebody came with still holds; for what goes on long after it was checked.
    package func isInForce(_ principal: Principal, at now: WallTime) -> Bool {
        principal.isValid(at: now) && table.withLock { $0.hashes[principal.tokenID] != nil }
    }
}
