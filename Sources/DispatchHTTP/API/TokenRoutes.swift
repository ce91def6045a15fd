import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Hummingbird

/// `/v1/tokens`: who may do what, and where. For administrators of the whole county.
struct TokenRoutes: Sendable {
    let dispatcher: Dispatcher

    func add(to group: RouterGroup<APIContext>) {
        group.post("tokens", use: create)
        group.get("tokens", use: list)
        group.delete("tokens/:id", use: revoke)
    }

    @Sendable private func create(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try administrator(context)
        let new = try NewToken(json: try await request.json())
        let township = try township(new.scope)
        if let expiresAt = new.expiresAt, expiresAt.milliseconds <= dispatcher.clock.wallNow.milliseconds {
            throw Problem(.invalidValue, detail: "“expiresAt” must lie in the future.", field: "expiresAt")
        }
        let token = try await dispatcher.createToken(
            name: new.name,
            role: AccessTokenRecord.Role(new.role),
            townshipCode: township,
            expiresAt: new.expiresAt.map { WallTime(milliseconds: $0.milliseconds) },
            by: principal
        )
        let created = CreatedToken(
            id: token.record.id,
            name: new.name,
            role: new.role,
            scope: scope(township),
            expiresAt: new.expiresAt,
            token: token.text
        )
        return try APIAnswer.json(created, status: .created)
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        _ = try administrator(context)
        let after = try request.query("after").text("after", atMost: WireLimits.identifierCharacters)
        var tokens = try await dispatcher.store.accessTokens()[...]
        if let after {
            guard let position = tokens.firstIndex(where: { $0.id == after }) else {
                throw Problem(.invalidValue, detail: "There is no such token.", field: "after", value: .string(after))
            }
            tokens = tokens[(position + 1)...]
        }
        var page = Page<TokenView>()
        for token in tokens where !page.isFull { try page.add(view(token)) }
        return try APIAnswer.json(TokenList(tokens: page.views, next: page.isFull ? page.views.last?.id : nil))
    }

    private func view(_ token: AccessTokenRecord) -> TokenView {
        TokenView(
            id: token.id,
            name: token.name,
            role: TokenView.Role(token.role),
            scope: scope(token.townshipCode),
            createdAt: WireTime(token.createdAt),
            expiresAt: token.expiresAt.map(WireTime.init),
            revokedAt: token.revokedAt.map(WireTime.init)
        )
    }

    @Sendable private func revoke(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try administrator(context)
        guard try await dispatcher.revokeToken(try context.text(), by: principal) else { throw Problem(.notFound) }
        return Response(status: .noContent)
    }

    private func administrator(_ context: APIContext) throws(Problem) -> Principal {
        let principal = try context.principal(.administrator)
        try principal.check(township: nil)
        return principal
    }

    /// The township of a scope; nil for the county.
    private func township(_ scope: TokenView.Scope?) throws(Problem) -> String? {
        switch scope {
        case nil: return nil
        case .county(let code):
            let own = dispatcher.store.county.code
            guard code == own else {
                throw Problem(.invalidValue, field: "scope.county", value: .string(code), allowed: [own])
            }
            return nil
        case .township(let code):
            guard dispatcher.directory.villages.contains(where: { $0.townshipCode == code }) else {
                let known = Set(dispatcher.directory.villages.map(\.townshipCode)).sorted()
                throw Problem(.invalidValue, field: "scope.township", value: .string(code), allowed: known)
            }
            return code
        }
    }

    private func scope(_ township: String?) -> TokenView.Scope {
        township.map(TokenView.Scope.township) ?? .county(dispatcher.store.county.code)
    }
}
