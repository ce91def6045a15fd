import CurlTransport
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

    /// Holds the key of link tokens, 32 bytes, when it shall not lie beside the store.
    private static let tokenKeyCredential = "arrived.token-key"

    let settings: Settings
    /// Reads the settings anew, from where these came.
    let read: @Sendable () throws -> Settings

    func run() async throws {
        guard let path = settings.store else {
            throw SettingsFault(
                key: "store",
                value: nil,
                expected: "is not set; give --store FILE or set it in the file"
            )
        }
        let environment = ProcessInfo.processInfo.environment
        let threshold = LogThreshold(settings.logLevel)
        let logger = try makeLogger(threshold, environment)
        let signs = try LifeSigns(environment: environment, logger: logger)
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        let process = ProcessMetrics(factory: registry, version: ArrivedCommand.version)
        raiseDescriptorLimit()

        if !settings.hasReachableURL {
            logger.warning(
                "links in notices lead to this machine alone; set http.publicURL to where members reach this daemon",
                metadata: ["links": "\(settings.publicURL)"]
            )
        }
        let credentials = try CredentialDirectory(environment: environment)
        let tokenKey = try credentials?.bytes(of: Self.tokenKeyCredential)
        let store = try Store.open(
            StoreFiles(database: path),
            tokenKey: tokenKey,
            threads: try KeptReadingThreads()
        )
        guard settings.clockRate == 1 || store.county.isDemo else {
            throw SettingsFault(
                key: SettingsKey.clockRate.rawValue,
                value: String(settings.clockRate),
                expected: "1: this store was not made for a demonstration"
            )
        }
        let addresses = try listenAddresses()
        let dispatcher = try await makeDispatcher(store, DispatchMetrics(factory: registry), signs, logger)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try await dispatcher.threads.uploads.run { _ in Upload.sweep(folder) }
        } catch {
            logger.warning("what uploads have left could not be removed", metadata: ["fault": "\(error)"])
        }
        let router = APIRouter.make(
            dispatcher,
            settings: APIRouter.Settings(
                language: PageLanguage(parameter: settings.language),
                uploadFolder: folder,
                trustedProxies: settings.trustedProxies
            ),
            metricsText: {
                await process.measure(on: dispatcher.threads.figures)
                return registry.text()
            }
        )
        var limits = ListenerLimits()
        limits.maximumConnections = settings.maximumConnections
        let metrics = dispatcher.metrics
        let listener = HTTPListener(
            responder: router.buildResponder(),
            addresses: addresses,
            limits: limits,
            logger: logger,
            onAnswer: { metrics.answered(status: $0) },
            onOverload: { metrics.refused(.connections) },
            onListening: { _ in
                // Calls are taken once the board has been read; when it cannot be, the daemon ends.
                guard (try? await dispatcher.writer.inspect({ $0.position })) != nil else { return }
                signs.ready()
            }
        )
        let reload = ReloadWatch(
            read: read,
            started: settings,
            threshold: threshold,
            dispatcher: dispatcher,
            serve: { listener.serve(atMost: $0) },
            signs: signs,
            logger: logger
        )
        let probe = CallerProbe(answers: { try await listener.answers() }, signs: signs, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: dispatcher.services.map { .init(service: $0) }
                + [.init(service: PolicyRecord(dispatcher: dispatcher, text: settings.policyText))]
                + [.init(service: reload), .init(service: probe), .init(service: listener)]
                + [.init(service: StopNotice(signs: signs))],
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
        _ signs: LifeSigns,
        _ logger: Logger
    ) async throws -> Dispatcher {
        var limits = WriterLoop.Limits()
        limits.queueLimit = settings.queueLimit
        limits.batchLimit = settings.batchLimit
        limits.napMilliseconds = min(limits.napMilliseconds, signs.napMilliseconds ?? .max)
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
            testIntervalSeconds: settings.testIntervalSeconds,
            backupFolder: settings.backupFolder,
            backupKeep: settings.backupKeep
        )
        configuration.turned = { signs.turned($0) }
        configuration.foundDamage = { signs.warn("the store is damaged: \($0)") }
        configuration.retention = settings.retention
        return try await Dispatcher(
            store: store,
            configuration: configuration,
            clock: ServiceClock(rate: settings.clockRate),
            metrics: metrics,
            logger: logger
        )
    }

    /// To the journal with fields where standard error goes there, to standard error otherwise.
    private func makeLogger(_ threshold: LogThreshold, _ environment: [String: String]) throws -> Logger {
        let journal = JournalStream.isConnected(environment: environment) ? try JournalSocket() : nil
        LoggingSystem.bootstrap { label in
            if let journal {
                return ThresholdLogHandler(JournalLogHandler(label: label, journal: journal), threshold: threshold)
            }
            return ThresholdLogHandler(StreamLogHandler.standardError(label: label), threshold: threshold)
        }
        return Logger(label: "arrived")
    }

    /// The sockets that systemd passed, or the configured address.
    private func listenAddresses() throws -> [ListenAddress] {
        let passed = try ListenDescriptors(environment: ProcessInfo.processInfo.environment)
        for name in ListenDescriptors.variables { unsafe unsetenv(name) }
        guard passed.entries.isEmpty else { return passed.entries.map { .inherited(descriptor: $0.descriptor) } }
        return [.network(host: settings.listenHost, port: settings.listenPort)]
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
