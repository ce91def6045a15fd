package import DispatchCore
package import DispatchStore
import DispatchWire
import Logging

/// Tokens and members' own links.
extension Dispatcher {
    /// Makes a token; its text is shown once and kept nowhere. Throws the problem `too-many-tokens` at the limit.
    package func createToken(
        name: String,
        role: AccessTokenRecord.Role,
        townshipCode: String?,
        expiresAt: WallTime?,
        by principal: Principal
    ) async throws -> BearerToken {
        try await tokenTurn.pass {
            guard !access.isFull(at: clock.expiryWall) else {
                throw Problem(.tooManyTokens, detail: "The limit is \(AccessControl.tokenLimit); revoke some first.")
            }
            return try await makeToken(name, role, townshipCode, expiresAt, by: principal)
        }
    }

    private func makeToken(
        _ name: String,
        _ role: AccessTokenRecord.Role,
        _ townshipCode: String?,
        _ expiresAt: WallTime?,
        by principal: Principal
    ) async throws -> BearerToken {
        var source = IdentifierSource(SystemRandomNumberGenerator())
        let id: Identifier<AccessTokenRecord> = source.next(at: clock.now)
        let token = BearerToken(
            random: SecureBytes.make(count: 32),
            id: id.description,
            name: name,
            role: role,
            townshipCode: townshipCode,
            expiresAt: expiresAt,
            at: clock.wallNow
        )
        _ = try await writer.submit(
            .noteAccessChange(AccessChanged(tokenID: token.record.id, change: .created)),
            by: principal.actor
        ) { _, _ in [.accessToken(token.record)] }
        return token
    }

    /// Revokes a token at once; nothing happens for one that is revoked already.
    ///
    /// - Returns: Whether there is such a token.
    package func revokeToken(_ id: String, by principal: Principal) async throws -> Bool {
        guard let token = try await store.accessToken(id) else { return false }
        guard token.revokedAt == nil else { return true }
        _ = try await writer.submit(
            .noteAccessChange(AccessChanged(tokenID: id, change: .revoked)),
            by: principal.actor
        ) { [clock] _, _ in [.accessTokenRevoked(id: id, at: clock.wallNow)] }
        return true
    }

    /// The token of a member's own page; nil when there is no such member.
    package func memberLinkToken(of member: MemberID) async throws -> String? {
        try await linkTurn.pass {
            guard try await store.member(member) != nil else { return nil }
            if let id = try await store.link(of: member) { return links.token(ofMemberLink: id) }
            return try await makeLink { .memberLink(id: $0, member, at: clock.now) }
        }
    }

    /// A new token of a member's own page; every earlier one leads nowhere from now on. Nil when there is no such member.
    package func renewMemberLink(of member: MemberID, by principal: Principal) async throws -> String? {
        try await linkTurn.pass {
            guard try await store.member(member) != nil else { return nil }
            let token = try await makeLink { .memberLinkRenewed(id: $0, member, at: clock.now) }
            logger.notice(
                "a member's link is renewed",
                metadata: ["member": "\(member)", "by": "\(principal.actor.text)"]
            )
            return token
        }
    }

    private func makeLink(_ record: (MemberLinkID) -> StoreRecord) async throws -> String {
        var source = IdentifierSource(SystemRandomNumberGenerator())
        let id: MemberLinkID = source.next(at: clock.now)
        _ = try await writer.write([record(id)])
        return links.token(ofMemberLink: id)
    }

    /// The offer that a link leads to.
    package func offer(ofToken token: String) -> OfferID? {
        links.verify(token, .offer)
    }

    /// The call upon a desk that a link leads to.
    package func whistle(ofToken token: String) -> WhistleID? {
        links.verify(token, .whistle)
    }

    /// The member whose page a link leads to.
    package func member(ofToken token: String) async throws -> MemberID? {
        guard let id: MemberLinkID = links.verify(token, .member) else { return nil }
        return try await store.member(ofLink: id)
    }
}
