import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Hummingbird

/// `/v1/deliveries`: what was sent where, what each attempt met, and sending once more.
struct DeliveryRoutes: Sendable {
    private static let defaultPage = 50

    let dispatcher: Dispatcher

    func add(to group: RouterGroup<APIContext>) {
        group.get("deliveries", use: list)
        group.get("deliveries/:id", use: show)
        group.post("deliveries/:id/replay", use: replay)
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.operator, .administrator)
        try principal.check(township: nil)
        let query = try request.query("endpoint", "request", "state", "limit", "after")
        let limit = try query.integer("limit", in: WireLimits.pageSize) ?? Self.defaultPage
        var filter = Store.DeliveryFilter()
        filter.endpointID = try query.integer("endpoint", in: 1...Int.max).map(Int64.init)
        if let text = query["request"] {
            guard let id = DispatchCore.RequestID(text) else {
                throw query.invalid("request", "is no id of a request.")
            }
            filter.requestID = id
        }
        let state: DeliveryView.State? = try query.choice("state")
        filter.state = state?.rawValue
        let found = try await dispatcher.store.deliveries(
            filter,
            before: Int64(try query.integer("after", in: 0...Int.max) ?? Int.max),
            limit: limit
        )
        return try APIAnswer.json(
            DeliveryList(
                deliveries: found.map { DeliveryView($0, dispatcher.clock) },
                next: found.count == limit ? found.last.map { String($0.id) } : nil
            )
        )
    }

    @Sendable private func show(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.operator, .administrator)
        try principal.check(township: nil)
        return try await answer(try context.number())
    }

    @Sendable private func replay(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.operator, .administrator)
        try principal.check(township: nil)
        let id = try context.number()
        guard try await dispatcher.replay(id, by: principal) else {
            throw Problem(.notFound, detail: "There is no such delivery.")
        }
        return try await answer(id)
    }

    private func answer(_ id: Int64) async throws -> Response {
        guard let (delivery, attempts) = try await dispatcher.store.delivery(id) else {
            throw Problem(.notFound, detail: "There is no such delivery.")
        }
        var view = DeliveryView(delivery, dispatcher.clock)
        view.attempts = attempts.map { DeliveryView.Attempt($0, dispatcher.clock) }
        return try APIAnswer.json(view)
    }
}

extension DeliveryView {
    init(_ delivery: Store.DeliveryDetail, _ clock: ServiceClock) {
        let state = State(rawValue: delivery.state) ?? .cancelled
        self.init(
            id: delivery.id,
            noticeId: delivery.noticeID.description,
            type: delivery.kind.rawValue,
            requestId: delivery.requestID.description,
            memberId: delivery.memberID?.text,
            endpoint: delivery.endpointID,
            state: state,
            createdAt: clock.wire(delivery.createdAt),
            deadline: clock.wire(delivery.deadline),
            dueAt: state == .due ? clock.wire(delivery.dueAt) : nil,
            settledAt: delivery.settledAt.map(clock.wire),
            attemptCount: delivery.attempts
        )
    }
}

extension DeliveryView.Attempt {
    init(_ attempt: Store.AttemptDetail, _ clock: ServiceClock) {
        self.init(
            number: attempt.number,
            startedAt: clock.wire(attempt.startedAt),
            finishedAt: clock.wire(attempt.finishedAt),
            outcome: attempt.outcome,
            status: attempt.status,
            reason: attempt.reason,
            fault: attempt.fault,
            platformCode: attempt.platformCode,
            dnsMilliseconds: attempt.dnsMilliseconds,
            connectMilliseconds: attempt.connectMilliseconds,
            tlsMilliseconds: attempt.tlsMilliseconds,
            firstByteMilliseconds: attempt.firstByteMilliseconds,
            totalMilliseconds: attempt.totalMilliseconds.map { Int(nearest: $0) },
            // Whatever the other side sent: what is no UTF-8 is shown as such.
            answer: attempt.answer.isEmpty ? nil : String(decoding: attempt.answer, as: UTF8.self),
            leadDelivery: attempt.leadDeliveryID
        )
    }
}
