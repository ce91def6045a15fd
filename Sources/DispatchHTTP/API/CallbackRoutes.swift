import DispatchCore
import DispatchService
import DispatchWire
import Hummingbird

/// `/v1/callbacks/{token}`: answers of members' machines. The token in the path is all they need.
struct CallbackRoutes: Sendable {
    let dispatcher: Dispatcher

    func add(to router: Router<APIContext>) {
        router.post("v1/callbacks/:token", use: answer)
    }

    @Sendable private func answer(_ request: Request, _ context: APIContext) async throws -> Response {
        guard let offer = dispatcher.offer(ofToken: try context.text("token")) else { throw Problem(.notFound) }
        let body = try CallbackAction(json: try await request.json())
        guard let standing = try await dispatcher.take(body.action, on: offer) else { throw Problem(.notFound) }
        return try APIAnswer.json(CallbackReply(standing))
    }
}

extension CallbackReply {
    init(_ standing: Dispatcher.OfferStanding) {
        self.init(
            state: standing.state,
            details: standing.personalDetails.map { details in
                Details(
                    name: details.name,
                    phone: details.phone,
                    address: details.address,
                    notes: details.notes,
                    summary: details.summary
                )
            },
            actions: standing.actions.compactMap(CallbackAction.Action.init(rawValue:))
        )
    }
}
