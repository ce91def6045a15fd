import CurlTransport
import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport
import Logging
import ServiceLifecycle
import StoreTestSupport
import TestSupport
import WebhookDelivery

/// A store with its writer loop, and the rest of the service if wanted, running for the length of a test.
struct House {
    let store: Store
    let county: SmallCounty
    let clock: ServiceClock
    let writer: WriterLoop
    let follower: JournalFollower

    /// The discard port, where nobody listens.
    static let nowhere = "http://127.0.0.1:9"

    static let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// The invented county whose lists every store of these tests starts with.
    static func county(memberCount: Int) throws -> SmallCounty {
        var generator = SeededGenerator(seed: 5)
        return try SmallCounty(
            memberCount: memberCount,
            endpointIDs: [1, 2, 3],
            hasFallbacks: false,
            using: &generator
        )
    }

    /// Opens the store in a folder, making it with the county's lists first if there is none.
    static func store(
        in folder: TemporaryFolder,
        county: SmallCounty,
        endpointsAt base: String = nowhere,
        channel: Channel = .generic,
        fallbackPath: String? = nil
    ) throws -> Store {
        let isNew = try !folder.contents.contains("county.db")
        let store = try StoreFixture.open(in: folder)
        if isNew {
            let writer = StoreWriter(store)
            try StoreFixture.writeRosters(
                of: county,
                to: writer,
                endpointsAt: base,
                channel: channel.rawValue,
                fallbackPath: fallbackPath
            )
        }
        return store
    }

    /// Runs a writer loop alone; what it owes the outbox stays there.
    static func withWriter(
        in folder: TemporaryFolder,
        memberCount: Int = 12,
        policy: Policy = .simple,
        rate: Double = 1,
        clock: ServiceClock? = nil,
        limits: WriterLoop.Limits = WriterLoop.Limits(),
        positions: Locked<[Int64]> = Locked([]),
        _ body: (House) async throws -> Void
    ) async throws {
        let county = try county(memberCount: memberCount)
        let store = try store(in: folder, county: county)
        let clock = clock ?? ServiceClock(rate: rate)
        clock.resume(from: store.county.clock, try store.clockHistory())
        let follower = JournalFollower(position: store.county.journalPosition)
        var listeners = WriterLoop.Listeners()
        listeners.committed = { position in
            follower.advanced(to: position)
            positions.withLock { $0.append(position) }
        }
        let writer = WriterLoop(
            store: store,
            policy: policy,
            limits: limits,
            clock: clock,
            metrics: DispatchMetrics(factory: PrometheusRegistry()),
            listeners: listeners,
            logger: logger
        )
        let house = House(store: store, county: county, clock: clock, writer: writer, follower: follower)
        try await running([writer], on: store) { try await body(house) }
    }

    /// Runs the whole service; members of the county have endpoints at this place.
    static func withDispatcher(
        in folder: TemporaryFolder,
        memberCount: Int = 12,
        policy: Policy = .simple,
        rate: Double = 1,
        clock: ServiceClock? = nil,
        endpointsAt base: String = nowhere,
        channel: Channel = .generic,
        fallbackPath: String? = nil,
        metrics: PrometheusRegistry = PrometheusRegistry(),
        backupFolder: String? = nil,
        _ body: (Dispatcher) async throws -> Void
    ) async throws {
        let store = try store(
            in: folder,
            county: try county(memberCount: memberCount),
            endpointsAt: base,
            channel: channel,
            fallbackPath: fallbackPath
        )
        var courier = Courier.Configuration(version: "1.2.3")
        // The transport counts real time: far more than any answer takes here.
        courier.attemptTimeoutMilliseconds = 30_000
        let dispatcher = try await Dispatcher(
            store: store,
            configuration: Dispatcher.Configuration(
                policy: policy,
                limits: WriterLoop.Limits(),
                courier: courier,
                publicURL: "http://daemon.test",
                allowedNetworks: [try Network(cidr: "127.0.0.0/8")],
                backupFolder: backupFolder
            ),
            clock: clock ?? ServiceClock(rate: rate),
            metrics: DispatchMetrics(factory: metrics),
            logger: logger
        )
        defer { dispatcher.shutdown() }
        try await running(dispatcher.services, on: store) {
            // The villages are known once the writer has read the board.
            try await dispatcher.writer.inspect { _ in }
            try await body(dispatcher)
        }
    }

    /// Runs services until the body is through, lets them end in good order whatever becomes of it, and closes the store.
    private static func running(
        _ services: [any Service],
        on store: Store,
        _ body: () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup { group in
            for service in services { group.addTask { try await service.run() } }
            let result: Result<Void, any Error>
            do {
                result = .success(try await body())
            } catch {
                result = .failure(error)
            }
            group.cancelAll()
            do {
                try await group.waitForAll()
            } catch is CancellationError {
                // How a service ends that was sleeping when it was told to stop.
            }
            try store.close()
            try result.get()
        }
    }
}

extension WriterLoop {
    /// Opens a request as the API does, with what is written beside the journal.
    @discardableResult
    func open(_ new: NewHelpRequest, isNewWork: Bool = false) async throws(SubmissionFailure) -> Committed {
        let actor = Actor.token(StoreFixture.tokenID)
        return try await submit(.openRequest(new), by: actor, isNewWork: isNewWork) { outcome, at in
            guard case .opened(let id, _, isRepeat: false) = outcome else { return [] }
            let details = RequestDetails(callerPhone: "0000-000", summary: "a test of the service", openedBy: actor)
            return [.requestDetails(id, details)] + (new.idempotency.map { [.idempotency($0, id, at: at)] } ?? [])
        }
    }

    /// The requests on the board, as they are on the disk.
    var requests: [HelpRequest] {
        get async throws { try await inspect { $0.requests.values.sorted { $0.id < $1.id } } }
    }
}

extension House {
    func newRequest(category: String = "fall") -> NewHelpRequest {
        let village = county.villages[0]
        return NewHelpRequest(
            category: category,
            place: Place(villageCode: village.code, coordinate: village.coordinate)
        )
    }

    /// How memory, tables and journal differ at this moment; nil when they tell one story.
    func difference() async throws -> String? {
        let store = store
        return try await writer.inspect { board in
            do {
                if let fault = board.brokenInvariant(at: board.lastEventAt) { return fault }
                // The tables are not asked for what is long over.
                var board = board
                board.forgetEnded(at: board.lastEventAt)
                let live = BoardSnapshot(board)
                let loaded = try store.loadBoard(policy: .simple)
                if let found = BoardSnapshot(loaded).difference(from: live) { return "tables: \(found)" }
                var replayed = Board(
                    countyCode: SmallCounty.code,
                    utcOffsetSeconds: SmallCounty.utcOffsetSeconds,
                    policy: .simple,
                    roster: board.roster.asListed
                )
                try store.replayJournal(onto: &replayed)
                replayed.forgetEnded(at: board.lastEventAt)
                let journaled = BoardSnapshot(board, isJournalOnly: true)
                let told = BoardSnapshot(replayed, isJournalOnly: true)
                return told.difference(from: journaled).map { "journal: \($0)" }
            } catch {
                return "\(error)"
            }
        }
    }
}
