import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Hummingbird

/// `/v1/endpoints`: where notices go, how that does, and switching one off or on.
///
/// An endpoint may serve members of several townships, so all of it is for the whole county.
struct EndpointRoutes: Sendable {
    private static let defaultPage = 50

    let dispatcher: Dispatcher

    func add(to group: RouterGroup<APIContext>) {
        group.get("endpoints", use: list)
        group.get("endpoints/:id", use: show)
        group.post("endpoints/:id/disable", use: disable)
        group.post("endpoints/:id/enable", use: enable)
        group.post("endpoints/:id/test", use: test)
        group.post("endpoints/:id/rotate", use: rotate)
        group.post("endpoints/:id/finish-rotation", use: finishRotation)
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.operator, .administrator)
        try principal.check(township: nil)
        let query = try request.query("filter", "limit", "after")
        let limit = try query.integer("limit", in: WireLimits.pageSize) ?? Self.defaultPage
        let filter: EndpointList.Filter = try query.choice("filter") ?? .all
        let after = try query.integer("after", in: 0...Int.max) ?? 0
        let found = try await dispatcher.store.endpoints(
            Store.EndpointFilter(filter),
            after: Int64(after),
            limit: limit
        )
        return try APIAnswer.json(
            EndpointList(
                endpoints: found.map { EndpointView($0, dispatcher.clock) },
                next: found.count == limit ? found.last.map { String($0.id) } : nil
            )
        )
    }

    @Sendable private func show(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.operator, .administrator)
        try principal.check(township: nil)
        return try await answer(try context.number())
    }

    @Sendable private func disable(_ request: Request, _ context: APIContext) async throws -> Response {
        try await set(isEnabled: false, context)
    }

    @Sendable private func enable(_ request: Request, _ context: APIContext) async throws -> Response {
        try await set(isEnabled: true, context)
    }

    /// Sends a test now and answers with what came of it.
    @Sendable private func test(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.administrator)
        try principal.check(township: nil)
        guard let test = try await dispatcher.test(try context.number(), by: principal.actor) else {
            throw Problem(.notFound, detail: "There is no such endpoint.")
        }
        return try APIAnswer.json(DeliveryView.Attempt(test, dispatcher.clock))
    }

    /// Makes a new secret that signs beside the listed one.
    @Sendable private func rotate(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.administrator)
        try principal.check(township: nil)
        guard let secret = try await dispatcher.rotateSecret(of: try context.number(), by: principal) else {
            throw Problem(.notFound, detail: "There is no such endpoint.")
        }
        return try APIAnswer.json(RotatedSecret(secret: secret))
    }

    @Sendable private func finishRotation(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.administrator)
        try principal.check(township: nil)
        let id = try context.number()
        guard try await dispatcher.finishRotation(of: id, by: principal) else {
            throw Problem(.notFound, detail: "There is no such endpoint.")
        }
        return try await answer(id)
    }

    private func set(isEnabled: Bool, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.administrator)
        try principal.check(township: nil)
        let id = try context.number()
        guard try await dispatcher.setEndpoint(id, isEnabled: isEnabled, by: principal) else {
            throw Problem(.notFound, detail: "There is no such endpoint.")
        }
        return try await answer(id)
    }

    private func answer(_ id: Int64) async throws -> Response {
        guard let endpoint = try await dispatcher.store.endpoint(id) else {
            throw Problem(.notFound, detail: "There is no such endpoint.")
        }
        return try APIAnswer.json(EndpointView(endpoint, dispatcher.clock))
    }
}

extension EndpointView {
    init(_ endpoint: Store.EndpointDetail, _ clock: ServiceClock) {
        self.init(
            id: endpoint.id,
            channel: endpoint.record.channel,
            address: endpoint.record.shown,
            members: endpoint.memberCount,
            desks: endpoint.deskCount,
            disabledAt: endpoint.disabled.map { clock.wire($0.at) },
            disabledReason: endpoint.disabled?.reason.rawValue,
            lastSentAt: endpoint.lastSentAt.map(clock.wire),
            lastFailedAt: endpoint.lastFailedAt.map(clock.wire),
            failures: endpoint.failureCount,
            waiting: endpoint.waitingCount,
            rotation: endpoint.rotation == .none ? nil : endpoint.rotation.rawValue
        )
    }
}

extension Store.EndpointFilter {
    init(_ filter: EndpointList.Filter) {
        switch filter {
        case .all: self = .all
        case .disabled: self = .disabled
        case .failing: self = .failing
        }
    }
}

extension DeliveryView.Attempt {
    init(_ test: Dispatcher.EndpointTest, _ clock: ServiceClock) {
        self.init(
            number: 1,
            startedAt: clock.wire(test.startedAt),
            finishedAt: clock.wire(test.finishedAt),
            outcome: test.isSent ? "sent" : "given-up",
            status: test.status,
            reason: test.reason,
            fault: test.log.fault,
            platformCode: test.log.platformCode,
            dnsMilliseconds: test.log.dnsMilliseconds,
            connectMilliseconds: test.log.connectMilliseconds,
            tlsMilliseconds: test.log.tlsMilliseconds,
            firstByteMilliseconds: test.log.firstByteMilliseconds,
            totalMilliseconds: test.totalMilliseconds,
            answer: test.log.answer.isEmpty ? nil : String(decoding: test.log.answer, as: UTF8.self)
        )
    }
}
