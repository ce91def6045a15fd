import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Hummingbird

/// What a supervisor asks, and the description of the API. None of it needs a token.
struct HealthRoutes: Sendable {
    let dispatcher: Dispatcher
    let trustedProxies: TrustedProxies
    let metricsText: @Sendable () async -> String

    func add(to router: Router<APIContext>) {
        router.get("healthz") { _, _ in try APIAnswer.json(Health(status: "ok")) }
        router.get("readyz", use: ready)
        router.get("metrics", use: metrics)
        router.get("openapi.yaml") { _, _ in
            APIAnswer.bytes(APIDescription.buffer, mediaType: "application/yaml")
        }
    }

    private struct Health: Encodable {
        let status: String
    }

    /// How long the writer may take to answer before the daemon counts as not ready.
    private static let readinessMilliseconds = 5_000

    /// How the wall clock stands. A daemon whose clock is wrong is ready all the same: it serves by elapsed time.
    private var clock: ClockView {
        let standing = dispatcher.clock.standing
        return ClockView(
            doubtedSince: standing.doubtedSince.map(dispatcher.clock.wire),
            aheadSeconds: standing.offBySeconds,
            lastStepAt: standing.lastStep.map { dispatcher.clock.wire($0.at) },
            lastStepMilliseconds: standing.lastStep?.milliseconds
        )
    }

    /// Ready when the writer loop answers, which it does only while it can take work.
    @Sendable private func ready(_ request: Request, _ context: APIContext) async throws -> Response {
        try await dispatcher.writer.answers(withinMilliseconds: Self.readinessMilliseconds)
        return try APIAnswer.json(ReadinessView(status: "ready", clock: clock))
    }

    @Sendable private func metrics(_ request: Request, _ context: APIContext) async throws -> Response {
        guard trustedProxies.client(of: request, on: context.channel).isLocal else {
            throw Problem(.forbidden, detail: "Metrics are read from this machine; a proxy on it may pass them on.")
        }
        let outbox = try await dispatcher.store.outboxDepth()
        dispatcher.metrics.outbox(
            depth: outbox.count,
            oldestSeconds: outbox.oldestDueAt.map { max(0, dispatcher.clock.now.seconds(since: $0)) } ?? 0
        )
        let troubles = try await dispatcher.store.endpointTroubles()
        dispatcher.metrics.endpoints(disabled: troubles.disabled, unreached: troubles.unreached)
        dispatcher.metrics.hungCalls(dispatcher.threads.hung)
        return APIAnswer.bytes(Array(await metricsText().utf8), mediaType: "text/plain; version=0.0.4; charset=utf-8")
    }
}
