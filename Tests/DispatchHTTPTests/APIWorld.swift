import CurlTransport
import DispatchCore
import DispatchHTTP
import DispatchService
import DispatchStore
import DispatchWire
import Foundation
import HTTPTypes
import Hummingbird
import InMemoryLogging
import Logging
import NIOCore
import NIOEmbedded
import ServiceLifecycle
import TestSupport
import Testing
import WebhookDelivery

/// A county with a real store, a running writer and the very routes of the daemon, for the length of a test.
///
/// Calls go straight to the router, without a socket. Every answer is held against the OpenAPI document.
struct APIWorld: Sendable {
    let dispatcher: Dispatcher
    let responder: RouterResponder<APIContext>
    let logs: InMemoryLogHandler
    /// Where notices to all members go.
    let receiver: LocalReceiver
    let folder: String
    let tokens: APITokens
    let logger: Logger
    private let services: ServiceGroup

    /// Runs a world and always ends it.
    ///
    /// - Parameter change: sets another policy than the usual one.
    static func run(
        policy change: @Sendable (inout Policy) -> Void = { _ in },
        limits: WriterLoop.Limits = WriterLoop.Limits(),
        rosters: APIRosters? = APIRosters(),
        endpoint answer: ReceiverAnswer = .ok,
        _ body: @escaping @Sendable (APIWorld) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("api-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // only clutter is left if it fails
        let receiver = try LocalReceiver { _ in answer }
        defer { receiver.stop() }
        let logs = InMemoryLogHandler()
        var logger = Logger(label: "api-tests") { _ in logs }
        logger.logLevel = .trace

        let administrator = try makeStore(in: folder)
        var policy = Policy()
        policy.selection = .simple(SimpleSelection())
        // Whoever is asked here answers when the test says so.
        policy.confirmationSilenceSeconds = 600
        policy.answerSilenceSeconds = 600
        change(&policy)
        let registry = PrometheusRegistry()
        let dispatcher = try await Dispatcher(
            store: try Store.open(StoreFiles(database: "\(folder)/county.db")),
            configuration: Dispatcher.Configuration(
                policy: policy,
                limits: limits,
                courier: Courier.Configuration(version: "0"),
                publicURL: "http://arrived.example",
                allowedNetworks: [try Network(cidr: "127.0.0.0/8")]
            ),
            clock: ServiceClock(),
            metrics: DispatchMetrics(factory: registry),
            logger: logger
        )
        defer { dispatcher.shutdown() }
        let router = APIRouter.make(
            dispatcher,
            settings: APIRouter.Settings(
                language: .english,
                uploadFolder: folder,
                trustedProxies: TrustedProxies { $0 == "192.0.2.1" }
            ),
            metricsText: { registry.text() }
        )
        let group = ServiceGroup(
            configuration: .init(services: dispatcher.services, logger: logger)
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do {
                var world = APIWorld(
                    dispatcher: dispatcher,
                    responder: router.buildResponder(),
                    logs: logs,
                    receiver: receiver,
                    folder: folder,
                    tokens: APITokens(administrator: administrator),
                    logger: logger,
                    services: group
                )
                if let rosters {
                    try await world.importAll(rosters)
                    world = world.with(try await world.makeTokens())
                }
                try await body(world)
                await group.triggerGracefulShutdown()
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            try await tasks.waitForAll()
        }
    }

    /// Ends the writer while the routes stay, as at the end of the daemon.
    func stopServices() async throws {
        await services.triggerGracefulShutdown()
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            do throws(SubmissionFailure) {
                _ = try await dispatcher.writer.inspect { $0.position }
            } catch {
                return
            }
        }
        Issue.record("the writer has not stopped in time")
    }

    /// - Returns: The first administrator's token.
    private static func makeStore(in folder: String) throws -> String {
        let now = ServiceClock().wallNow
        let token = BearerToken(
            random: SecureBytes.make(count: 32),
            id: "token-administrator",
            name: "administrator",
            role: .administrator,
            townshipCode: nil,
            at: now
        )
        try Store.create(
            StoreFiles(database: "\(folder)/county.db"),
            Store.Founding(
                countyCode: APIRosters.county,
                utcOffsetSeconds: 8 * 3600,
                isDemo: false,
                administrator: token.record,
                tokenKey: SecureBytes.make(count: 32),
                at: now
            )
        )
        return token.text
    }

    private func with(_ tokens: APITokens) -> APIWorld {
        APIWorld(
            dispatcher: dispatcher,
            responder: responder,
            logs: logs,
            receiver: receiver,
            folder: folder,
            tokens: tokens,
            logger: logger,
            services: services
        )
    }

    func importAll(_ rosters: APIRosters) async throws {
        let endpoint = receiver.url()
        for (kind, text) in [
            ("villages", rosters.villages), ("members", rosters.members(endpoint: endpoint)),
            ("households", rosters.households),
        ] {
            try await importList(kind, text)
        }
    }

    func importList(_ kind: String, _ text: String) async throws {
        let reply = try await call(.post, "/v1/imports/\(kind)", token: tokens.administrator, text: text)
        try #require(reply.status == 200, "\(reply.text)")
    }

    /// The principal of a token, for calls to the dispatcher itself.
    func principal(_ token: String) throws -> Principal {
        try #require(dispatcher.access.principal(of: token, at: dispatcher.clock.wallNow))
    }

    private func makeTokens() async throws -> APITokens {
        var tokens = tokens
        let principal = try principal(tokens.administrator)
        for role in AccessTokenRecord.Role.allCases {
            for township in [nil, APIRosters.firstTownship, APIRosters.secondTownship] {
                let token = try await dispatcher.createToken(
                    name: "\(role.rawValue) \(township ?? "county")",
                    role: role,
                    townshipCode: township,
                    expiresAt: nil,
                    by: principal
                )
                tokens.set(token.text, role, township)
            }
        }
        return tokens
    }
}
