import DispatchCore
import DispatchService
import DispatchWire
import HTTPTypes
import Hummingbird

/// `/v1/callbacks/{token}`: answers of members' and desks' machines. The token in the path is all they need,
/// unless their endpoint's list says that answers are signed.
struct CallbackRoutes: Sendable {
    let dispatcher: Dispatcher

    func add(to router: Router<APIContext>) {
        router.post("v1/callbacks/:token", use: answer)
    }

    @Sendable private func answer(_ request: Request, _ context: APIContext) async throws -> Response {
        let token = try context.text("token")
        if let whistle = dispatcher.whistle(ofToken: token) { return try await reportIn(request, whistle) }
        guard let offer = dispatcher.offer(ofToken: token) else { throw Problem(.notFound) }
        let (body, signed) = try await read(request)
        guard let standing = try await dispatcher.take(body.action, on: offer, signed: signed) else {
            throw Problem(.notFound)
        }
        return try APIAnswer.json(CallbackReply(standing))
    }

    /// The answer, and its signature over the very bytes that came.
    private func read(_ request: Request) async throws -> (CallbackAction, SignedAnswer?) {
        let bytes = try await request.bytes(atMost: WireLimits.bodyLimitBytes)
        let signed = SignedAnswer(
            header: { name in HTTPField.Name(name).flatMap { request.headers[$0] } },
            body: bytes
        )
        return (try CallbackAction(json: try JSONValue(parsing: bytes)), signed)
    }

    private func reportIn(_ request: Request, _ whistle: WhistleID) async throws -> Response {
        let (body, signed) = try await read(request)
        guard body.action == .reportIn else {
            throw Problem(
                .outOfOrder,
                field: "action",
                value: .string(body.action.rawValue),
                allowed: [CallbackAction.Action.reportIn.rawValue]
            )
        }
        guard let standing = try await dispatcher.reportIn(whistle, signed: signed) else { throw Problem(.notFound) }
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
