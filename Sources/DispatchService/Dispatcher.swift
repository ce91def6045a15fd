package import CurlTransport
package import DispatchCore
package import DispatchStore
package import Logging
package import ServiceLifecycle
package import WebhookDelivery

/// The service behind the API: store, writer loop, outbox, courier and access, wired together.
package final class Dispatcher: Sendable {
    package struct Configuration: Sendable {
        package var policy: Policy
        package var limits: WriterLoop.Limits
        package var courier: Courier.Configuration
        /// Where members reach this daemon, without a slash at the end.
        package var publicURL: String
        /// Networks that endpoints may lie in although they are not global.
        package var allowedNetworks: [Network]
        /// Of the notices that people read.
        package var language: NoticeLanguage
        /// Time between two test messages to an endpoint; nil for none.
        package var testIntervalSeconds: Int?
        /// Called on the writer's thread after each of its turns: must not block.
        package var turned: @Sendable (WriterVitals) -> Void = { _ in }
        /// Told when a page of the store is found to be broken, with what is wrong.
        package var foundDamage: @Sendable (String) -> Void = { _ in }
        /// Where backups are kept; nil for the folder beside the store.
        package var backupFolder: String?
        /// How many of them stay there.
        package var backupKeep: Int
        package var retention = Retention()

        package init(
            policy: Policy,
            limits: WriterLoop.Limits,
            courier: Courier.Configuration,
            publicURL: String,
            allowedNetworks: [Network],
            language: NoticeLanguage = .chinese,
            testIntervalSeconds: Int? = nil,
            backupFolder: String? = nil,
            backupKeep: Int = 14
        ) {
            self.policy = policy
            self.limits = limits
            self.courier = courier
            self.publicURL = publicURL
            self.allowedNetworks = allowedNetworks
            self.language = language
            self.testIntervalSeconds = testIntervalSeconds
            self.backupFolder = backupFolder
            self.backupKeep = backupKeep
        }
    }

    /// Places on the wire beside the courier's own, for tests of endpoints.
    private static let probeInFlightLimit = 128

    package let store: Store
    private let policyInForce: Locked<Policy>
    package let publicURL: String
    package let clock: ServiceClock
    package let metrics: DispatchMetrics
    package let links: LinkTokens
    package let access: AccessControl
    /// Each for what is read first and changed then: making tokens, members' links, endpoints' secrets, notes.
    let tokenTurn = OneAtATime()
    let linkTurn = OneAtATime()
    let rotationTurn = OneAtATime()
    let noteTurn = OneAtATime()
    let identities: IdentityCheck
    let answered: AnsweredIDs
    package let follower: JournalFollower
    package let writer: WriterLoop
    package let intake: Intake
    package let importer: Importer
    package let backups: BackupMaker
    package let doctor: StoreDoctor
    /// What may not come back.
    package let threads = BlockingWork()
    package let pump: OutboxPump
    private let inspection: PageInspection
    private let testInterval: Locked<Int?>
    private let courier: Courier
    private let retention: Retention
    /// Before which moment things are past their time.
    package let retentionCuts: RetentionCuts
    private let courierLoop: CurlLoop
    private let roster: Locked<VillageDirectory>
    let logger: Logger

    package init(
        store: Store,
        configuration: Configuration,
        clock: ServiceClock,
        metrics: DispatchMetrics,
        logger: Logger
    ) async throws {
        self.store = store
        self.clock = clock
        self.metrics = metrics
        self.logger = logger
        // Before anything asks for the time.
        clock.resume(from: store.county.clock, try store.clockHistory())
        let policyInForce = Locked(configuration.policy)
        self.policyInForce = policyInForce
        publicURL = configuration.publicURL
        testInterval = Locked(configuration.testIntervalSeconds)
        retention = configuration.retention
        links = LinkTokens(key: store.tokenKey)
        let access = AccessControl(try await store.accessTokens())
        self.access = access
        identities = IdentityCheck(
            try await store.identityClaims(since: clock.now.adding(seconds: -IdentityCheck.lockSeconds))
        )
        answered = AnsweredIDs(
            try await store.signedAnswers(since: clock.now.adding(seconds: -AnsweredIDs.lifeSeconds))
        )
        let follower = JournalFollower(position: store.county.journalPosition)
        self.follower = follower
        let roster = Locked(VillageDirectory([]))
        self.roster = roster
        let pump = OutboxPump(
            store: store,
            links: links,
            publicURL: configuration.publicURL,
            policy: { policyInForce.withLock { $0 } },
            language: configuration.language,
            clock: clock,
            metrics: metrics,
            logger: logger
        )
        self.pump = pump

        var listeners = WriterLoop.Listeners()
        listeners.committed = { follower.advanced(to: $0) }
        listeners.outboxGrew = { pump.outboxGrew($0) }
        listeners.noticesCancelled = { pump.noticesCancelled($0) }
        listeners.clockSet = { pump.clockSet() }
        listeners.rosterChanged = { changed in
            let directory = VillageDirectory(changed.villages)
            roster.withLock { $0 = directory }
        }
        listeners.accessChanged = { access.take($0) }
        listeners.turned = configuration.turned
        writer = WriterLoop(
            store: store,
            policy: configuration.policy,
            limits: configuration.limits,
            clock: clock,
            metrics: metrics,
            listeners: listeners,
            logger: logger
        )
        retentionCuts = RetentionCuts(
            store: store,
            writer: writer,
            retention: configuration.retention,
            clock: clock
        )
        intake = Intake(store: store, directory: { roster.withLock { $0 } })
        importer = Importer(
            store: store,
            writer: writer,
            threads: threads,
            categories: { policyInForce.withLock { $0.categories.map(\.name) } },
            clock: clock,
            logger: logger
        )
        backups = BackupMaker(
            store: store,
            folder: BackupFolder(
                path: configuration.backupFolder ?? store.files.backups,
                countyCode: store.county.code
            ),
            keep: configuration.backupKeep,
            threads: threads,
            clock: clock,
            metrics: metrics,
            logger: logger
        )

        doctor = StoreDoctor(store: store, backups: backups.folder, threads: threads, clock: clock)
        inspection = PageInspection(
            store: store,
            metrics: metrics,
            found: configuration.foundDamage,
            logger: logger
        )

        var wire = CurlLoop.Configuration(policy: AddressPolicy(allowedNetworks: configuration.allowedNetworks))
        // Tests of endpoints go beside what the courier sends.
        wire.inFlightLimit = configuration.courier.inFlightLimit + Self.probeInFlightLimit
        wire.connectionLimit = max(wire.connectionLimit, wire.inFlightLimit)
        courierLoop = try CurlLoop(configuration: wire)
        courier = Courier(
            configuration: configuration.courier,
            loop: courierLoop,
            sink: pump,
            clock: CourierClock(
                now: { clock.now.milliseconds },
                wall: { clock.wallNow.milliseconds },
                isDoubted: { clock.isDoubted },
                hear: { date, endpointID in clock.hear(WallTime(milliseconds: date), from: endpointID) }
            ),
            wait: { milliseconds in
                // It throws only when the task is cancelled, and then the wait is over.
                try? await Task.sleep(for: clock.duration(ofMilliseconds: milliseconds))
            },
            logger: logger
        )
        pump.connect(writer: writer, courier: courier)
        await backups.prepare()
    }

    /// The policy in force.
    package var policy: Policy { policyInForce.withLock { $0 } }

    /// The villages in force.
    package var directory: VillageDirectory { roster.withLock { $0 } }

    /// What has to run, those that others depend on first.
    package var services: [any Service] {
        let check = ReachabilityCheck(dispatcher: self) { self.testInterval.withLock { $0 } }
        return [writer, pump, importer, sweeper, check, inspection]
    }

    /// Takes what may change while the daemon runs: the policy, limits of the writer, an attempt's time and the tests' interval.
    ///
    /// - Parameters:
    ///   - policyText: What decides whom to ask, as one text; the journal says when it changes.
    ///   - attemptTimeoutMilliseconds: Of attempts that start from now on.
    ///   - testIntervalSeconds: nil for no tests.
    package func adjust(
        policy: Policy,
        policyText: String,
        limits change: (inout WriterLoop.Limits) -> Void,
        attemptTimeoutMilliseconds: Int,
        testIntervalSeconds: Int?
    ) async throws {
        writer.adjust(change)
        courier.adjust(attemptTimeoutMilliseconds: attemptTimeoutMilliseconds)
        testInterval.withLock { $0 = testIntervalSeconds }
        try await writer.replacePolicy(with: policy)
        policyInForce.withLock { $0 = policy }
        try await notePolicy(policyText)
    }

    /// What removes what is past its time.
    package var sweeper: Sweeper {
        Sweeper(
            store: store,
            writer: writer,
            cuts: retentionCuts,
            retention: retention,
            clock: clock,
            logger: logger
        )
    }

    /// Ends what holds threads; called when the services have ended.
    package func shutdown() {
        courierLoop.shutdown()
    }
}
