import DispatchCore
import DispatchService
import DispatchWire
import Hummingbird

/// `/v1/callbacks/{token}`: answers of members' and desks' machines. The token in the path is all they need.
struct CallbackRoutes: Sendable {
    let dispatcher: Dispatcher

    func add(to router: Router<APIContext>) {
        router.post("v1/callbacks/:token", use: answer)
    }

    @Sendable private func answer(_ request: Request, _ context: APIContext) async throws -> Response {
        let token = try context.text("token")
        if let whistle = dispatcher.whistle(ofToken: token) { return try await reportIn(request, whistle) }
        guard let offer = dispatcher.offer(ofToken: token) else { throw Problem(.notFound) }
        let body = try CallbackAction(json: try await request.json())
        guard let standing = try await dispatcher.take(body.action, on: offer) else { throw Problem(.notFound) }
        return try APIAnswer.json(CallbackReply(standing))
    }

    private func reportIn(_ request: Request, _ whistle: WhistleID) async throws -> Response {
        let body = try CallbackAction(json: try await request.json())
        guard body.action == .reportIn else {
            throw Problem(
                .outOfOrder,
                field: "action",
                value: .string(body.action.rawValue),
                allowed: [CallbackAction.Action.reportIn.rawValue]
            )
        }
        guard let standing = try await dispatcher.reportIn(whistle) else { throw Problem(.notFound) }
        return try APIAnswer.json(CallbackReply(standing))
    }
}

extension CallbackReply {
    init(_ standing: Dispatcher.OfferStanding) {
        self.init(
            state: standing.state,
            details: standing.personalDetails.map(Details.init),
            actions: standing.actions.compactMap(CallbackAction.Action.init(rawValue:))
        )
    }

    init(_ standing: Dispatcher.WhistleStanding) {
        self.init(
            state: standing.isAwaited ? "called" : standing.whistle.endedAt == nil ? "reported-in" : "stood-down",
            details: standing.personalDetails.map(Details.init),
            actions: standing.isAwaited ? [.reportIn] : []
        )
    }
}

extension CallbackReply.Details {
    init(_ details: NoticeBody.Details) {
        self.init(
            name: details.name,
            phone: details.phone,
            address: details.address,
            notes: details.notes,
            summary: details.summary
        )
    }
}
