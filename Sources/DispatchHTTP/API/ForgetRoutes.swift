import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Hummingbird

/// `/v1/members/{id}/forget`, `/v1/households/{id}/forget`: erasing a person everywhere. Of the whole county's administrators
/// alone: it cannot be undone, and reaches requests of every township.
struct ForgetRoutes: Sendable {
    let dispatcher: Dispatcher

    func add(to group: RouterGroup<APIContext>) {
        group.post("members/:id/forget", use: forgetMember)
        group.post("households/:id/forget", use: forgetHousehold)
    }

    @Sendable private func forgetMember(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, id) = try named(context)
        let forgotten = try await dispatcher.forget(MemberID(id), by: principal)
        return try answer(forgotten, .member, id)
    }

    @Sendable private func forgetHousehold(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, id) = try named(context)
        let forgotten = try await dispatcher.forget(household: id, by: principal)
        return try answer(forgotten, .household, id)
    }

    private func named(_ context: APIContext) throws -> (Principal, String) {
        let principal = try context.principal(.administrator)
        try principal.check(township: nil)
        return (principal, try context.listedID())
    }

    private func answer(
        _ forgotten: Dispatcher.Forgotten?,
        _ kind: ForgottenView.Kind,
        _ id: String
    ) throws -> Response {
        guard let forgotten else {
            throw Problem(
                .notFound,
                detail: "Nothing is known of a \(kind.rawValue) with the id \(id).",
                field: "id",
                value: .string(id)
            )
        }
        return try APIAnswer.json(
            ForgottenView(
                kind: kind,
                id: id,
                forgottenAt: dispatcher.clock.wire(forgotten.at),
                wasForgotten: forgotten.isRepeat,
                erasedRequests: forgotten.requestCount,
                clearedTexts: forgotten.textCount
            )
        )
    }
}
