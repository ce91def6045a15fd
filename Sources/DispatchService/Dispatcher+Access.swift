package import DispatchCore
package import DispatchStore
import DispatchWire

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
        guard !access.isFull(at: clock.expiryWall) else {
            throw Problem(.tooManyTokens, detail: "The limit is \(AccessControl.tokenLimit); revoke some first.")
        }
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
        access.replace(with: try await store.accessTokens())
        return token
    }

    /// Revokes a token at once; nothing happens for one that is revoked already.
    ///
    /// - Returns: Whether there is such a token.
    package func revokeToken(_ id: String, by principal: Principal) async throws -> Bool {
        guard let token = try await store.accessTokens().first(where: { $0.id == id }) else { return false }
        guard token.revokedAt == nil else { return true }
        _ = try await writer.submit(
            .noteAccessChange(AccessChanged(tokenID: id, change: .revoked)),
            by: principal.actor
        ) { [clock] _, _ in [.accessTokenRevoked(id: id, at: clock.wallNow)] }
        access.replace(with: try await store.accessTokens())
        return true
    }

    /// The token of a member's own page; nil when there is no such member.
    package func memberLinkToken(of member: MemberID) async throws -> String? {
        guard try await store.member(member) != nil else { return nil }
        if let id = try await store.link(of: member) { return links.token(ofMemberLink: id) }
        var source = IdentifierSource(SystemRandomNumberGenerator())
        let id: MemberLinkID = source.next(at: clock.now)
        _ = try await writer.write([.memberLink(id: id, member, at: clock.now)])
        // Two may have asked at once; the row that is there now counts.
        return try await store.link(of: member).map { links.token(ofMemberLink: $0) }
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
