import DispatchCore
import DispatchHTTP
import DispatchService
import DispatchStore
import Foundation
import Glibc
import Hummingbird
import Logging
import Metrics
import ServiceLifecycle
import Systemd
import UnixSignals
import WebhookDelivery

/// Wires the parts of the daemon and runs them until a signal ends it. It decides nothing.
struct Daemon {
    /// Time for requests and deliveries in hand, within systemd's default of 90 s.
    private static let shutdownLimitSeconds: Int64 = 30

    let settings: Settings

    func run() async throws {
        guard let path = settings.store else {
            throw SettingsFault(
                key: "store",
                value: nil,
                expected: "is not set; give --store FILE or set it in the file"
            )
        }
        let logger = makeLogger()
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        raiseDescriptorLimit()

        if !settings.hasReachableURL {
            logger.warning(
                "links in notices lead to this machine alone; set http.publicURL to where members reach this daemon",
                metadata: ["links": "\(settings.publicURL)"]
            )
        }
        let store = try Store.open(StoreFiles(database: path))
        guard settings.clockRate == 1 || store.county.isDemo else {
            throw SettingsFault(
                key: SettingsKey.clockRate.rawValue,
                value: String(settings.clockRate),
                expected: "1: this store was not made for a demonstration"
            )
        }
        let address = try listenAddress()
        let dispatcher = try await makeDispatcher(store, DispatchMetrics(factory: registry), logger)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        Upload.sweep(folder)
        let router = APIRouter.make(
            dispatcher,
            settings: APIRouter.Settings(
                language: PageLanguage(parameter: settings.language),
                uploadFolder: folder,
                trustedProxies: settings.trustedProxies
            ),
            metricsText: { registry.text() }
        )
        var limits = ListenerLimits()
        limits.maximumConnections = settings.maximumConnections
        let notifier = try ReadinessNotifier(environment: ProcessInfo.processInfo.environment)
        let metrics = dispatcher.metrics
        let listener = HTTPListener(
            responder: router.buildResponder(),
            address: address,
            limits: limits,
            logger: logger,
            onAnswer: { metrics.answered(status: $0) },
            onListening: { _ in
                do {
                    // Calls are taken once the board has been read.
                    _ = try await dispatcher.writer.inspect { $0.position }
                    try notifier?.ready()
                } catch {
                    logger.warning("systemd could not be told", metadata: ["fault": "\(error)"])
                }
            }
        )
        var configuration = ServiceGroupConfiguration(
            services: dispatcher.services.map { .init(service: $0) }
                + [.init(service: PolicyRecord(dispatcher: dispatcher, text: settings.policyText))]
                + [.init(service: listener)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(Self.shutdownLimitSeconds)
        defer { dispatcher.shutdown() }
        logger.info(
            "starting",
            metadata: ["version": "\(ArrivedCommand.version)", "epoch": "\(store.county.writerEpoch)"]
        )
        try await ServiceGroup(configuration: configuration).run()
        logger.info("stopped")
    }

    private func makeDispatcher(
        _ store: Store,
        _ metrics: DispatchMetrics,
        _ logger: Logger
    ) async throws -> Dispatcher {
        var limits = WriterLoop.Limits()
        limits.queueLimit = settings.queueLimit
        limits.batchLimit = settings.batchLimit
        var courier = Courier.Configuration(version: ArrivedCommand.version)
        courier.inFlightLimit = settings.inFlightLimit
        courier.attemptTimeoutMilliseconds = settings.attemptTimeoutSeconds * 1000
        var configuration = Dispatcher.Configuration(
            policy: settings.policy,
            limits: limits,
            courier: courier,
            publicURL: settings.publicURL,
            allowedNetworks: settings.allowedNetworks,
            language: NoticeLanguage(rawValue: settings.language) ?? .chinese,
            testIntervalSeconds: settings.testIntervalHours == 0 ? nil : settings.testIntervalHours * 3_600
        )
        configuration.retention = settings.retention
        return try await Dispatcher(
            store: store,
            configuration: configuration,
            clock: ServiceClock(rate: settings.clockRate),
            metrics: metrics,
            logger: logger
        )
    }

    private func makeLogger() -> Logger {
        let level = Logger.Level(rawValue: settings.logLevel) ?? .info
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        return Logger(label: "arrived")
    }

    /// The socket that systemd passed, or the configured address.
    private func listenAddress() throws -> ListenAddress {
        let passed = try ListenDescriptors(environment: ProcessInfo.processInfo.environment)
        for name in ListenDescriptors.variables { unsafe unsetenv(name) }
        if let first = passed.entries.first { return .inherited(descriptor: first.descriptor) }
        return .network(host: settings.listenHost, port: settings.listenPort)
    }

    /// Connections in and out need a descriptor each; the usual soft limit of 1,024 is too low for both.
    private func raiseDescriptorLimit() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        // Without it the daemon works with fewer connections at once.
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// Notes in the journal when the policy is another than the last one noted.
private struct PolicyRecord: Service {
    let dispatcher: Dispatcher
    let text: String

    func run() async throws {
        try await dispatcher.notePolicy(text)
        try await gracefulShutdown()
    }
}
