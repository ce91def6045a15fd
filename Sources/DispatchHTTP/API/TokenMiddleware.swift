import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Hummingbird

/// Lets nobody pass without a valid bearer token (RFC 6750).
struct TokenMiddleware: RouterMiddleware {
    typealias Context = APIContext

    let dispatcher: Dispatcher

    @concurrent
    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard let header = request.headers[.authorization] else {
            throw Problem(.unauthorized, field: "Authorization", allowed: ["Bearer <token>"])
        }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            let principal = dispatcher.access.principal(of: parts[1], at: dispatcher.clock.expiryWall)
        else {
            throw Problem(
                .unauthorized,
                detail: "The token is unknown, revoked or expired.",
                field: "Authorization",
                allowed: ["Bearer <token>"]
            )
        }
        var context = context
        context.principal = principal
        return try await next(request, context)
    }
}

extension APIContext {
    /// The caller, if their role is one of these; every route says whom it takes.
    func principal(_ roles: AccessTokenRecord.Role...) throws(Problem) -> Principal {
        try principal(roles)
    }

    func principal(_ roles: [AccessTokenRecord.Role]) throws(Problem) -> Principal {
        guard let principal else { throw Problem(.unauthorized, field: "Authorization") }
        guard roles.contains(principal.role) else {
            throw .forbidden(role: TokenView.Role(principal.role), needs: roles.map(TokenView.Role.init))
        }
        return principal
    }
}

extension Principal {
    /// Whether something of this township lies in the caller's scope.
    func sees(township code: String?) -> Bool { townshipCode == nil || townshipCode == code }

    /// Refuses what lies outside a township token's township.
    func check(township code: String?) throws(Problem) {
        guard let own = townshipCode, !sees(township: code) else { return }
        throw .forbidden(scope: .township(own))
    }
}

extension TokenView.Role {
    init(_ role: AccessTokenRecord.Role) {
        switch role {
        case .administrator: self = .administrator
        case .operator: self = .operator
        case .desk: self = .desk
        case .integrator: self = .integrator
        }
    }
}

extension AccessTokenRecord.Role {
    init(_ role: TokenView.Role) {
        switch role {
        case .administrator: self = .administrator
        case .operator: self = .operator
        case .desk: self = .desk
        case .integrator: self = .integrator
        }
    }
}
