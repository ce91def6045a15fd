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
    let expiresAt: WallTime?

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

/// The tokens in force, looked up by hash.
package final class AccessControl: Sendable {
    /// A county has a few dozen; the limit bounds memory and the list.
    package static let tokenLimit = 10_000

    private let principals: Locked<[[UInt8]: Principal]>
    private let integratorIDs: Locked<Set<String>>

    package init(_ tokens: [AccessTokenRecord]) {
        principals = Locked([:])
        integratorIDs = Locked([])
        replace(with: tokens)
    }

    /// Takes the tokens as the store has them; revoked ones are out at once.
    package func replace(with tokens: [AccessTokenRecord]) {
        let valid = tokens.filter { $0.revokedAt == nil }
        let table = Dictionary(valid.map { ($0.hash, Principal($0)) }) { first, _ in first }
        principals.withLock { $0 = table }
        let integrators = Set(tokens.filter { $0.role == .integrator }.map(\.id))
        integratorIDs.withLock { $0 = integrators }
    }

    /// The ids of all tokens of integrators, also of those that are in force no more: what they opened still counts.
    package var integrators: Set<String> { integratorIDs.withLock { $0 } }

    /// Whether there are as many tokens in force as there may be.
    package func isFull(at now: WallTime) -> Bool {
        principals.withLock { table in
            guard table.count >= Self.tokenLimit else { return false }
            return table.values.count { $0.isValid(at: now) } >= Self.tokenLimit
        }
    }

    /// The principal of a token; nil when it is unknown, revoked or expired.
    ///
    /// The look-up is by a hash of the token, so its time tells nothing about the tokens there are.
    package func principal(of token: some StringProtocol, at now: WallTime) -> Principal? {
        let hash = BearerToken.hash(token)
        guard let principal = principals.withLock({ $0[hash] }), principal.isValid(at: now) else { return nil }
        return principal
    }
}
