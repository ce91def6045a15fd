import CurlTransport
import DispatchWire
import ServiceLifecycle
import Simulation

/// Plays a county at work: founds it, starts the daemon, brings in the lists, submits calls, tells what happens.
struct Director: Service {
    /// How long the daemon may take to serve a new store.
    private static let readyLimitSeconds = 30.0
    private static let readyPollMilliseconds = 100

    let settings: DirectorSettings
    let county: InventedCounty
    let programs: Programs
    /// Taps of played members that were refused.
    let outcomes: AsyncStream<PlayedOutcome>

    /// Runs the demo to its end: Ctrl-C for a county at work, the close of its case for `--once`.
    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await play() }
        } catch is CancellationError {
            guard settings.isOnce else { return }
            throw DemoFault("interrupted before the case was closed")
        }
    }

    private func play() async throws {
        let folder = settings.folder
        try folder.prepare()
        Output.line("An invented county · 虚构的县: \(InventedCounty.name), seed \(county.seed), in \(folder.path)")
        try CountyFiles.write(
            county,
            to: folder.path,
            endpointBase: settings.endpointBase,
            secret: settings.secret
        )
        let token = try await programs.makeStore(folder.store, countyCode: InventedCounty.code)
        try folder.keep(token: token)
        let daemon = try programs.startDaemon(
            store: folder.store,
            port: settings.daemonPort,
            clockRate: settings.clockRate,
            log: try folder.openLog()
        )
        do {
            try await direct(daemon, token: token)
        } catch {
            await daemon.stop()
            throw error
        }
        await daemon.stop()
    }

    private func direct(_ daemon: ChildProgram, token: String) async throws {
        let loop = try CurlLoop(configuration: .init(policy: .unrestricted))
        let client = APIClient(loop: loop, baseURL: settings.server, token: token)
        try await waitUntilReady(client, daemon)
        for kind in CountyFiles.kinds {
            try await programs.bringIn(
                kind,
                from: CountyFiles.path(kind, in: settings.folder.path),
                server: settings.server,
                tokenFile: settings.folder.token
            )
        }
        let storyteller = Storyteller(client: client, directory: CountyDirectory(county))
        for line in Guide(settings: settings, county: county, programs: programs).lines { Output.line(line) }

        do {
            try await withThrowingTaskGroup { group in
                group.addTask { try await watch(daemon) }
                group.addTask { for await outcome in outcomes { await storyteller.tell(outcome) } }
                let performance = Performance(
                    settings: settings,
                    county: county,
                    client: client,
                    storyteller: storyteller
                )
                group.addTask { try await performance.run() }
                // The first to end decides: the performance when it is over, the others only by an error.
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch {
            Output.line("\n" + (await storyteller.figures))
            throw error
        }
        if !settings.isOnce { Output.line("\n" + (await storyteller.figures)) }
    }

    private func waitUntilReady(_ client: APIClient, _ daemon: ChildProgram) async throws {
        let deadline = ContinuousClock.now + .seconds(Self.readyLimitSeconds)
        while !(await client.isReady()) {
            guard daemon.isRunning else { throw ended(nil) }
            guard ContinuousClock.now < deadline else {
                throw DemoFault("arrived was not ready within \(Int(Self.readyLimitSeconds)) s\n" + logEnd)
            }
            try await pause(.milliseconds(Self.readyPollMilliseconds))
        }
    }

    private func watch(_ daemon: ChildProgram) async throws {
        for await status in daemon.exit { throw ended(status) }
        // Only cancellation ends the stream without a status.
        throw CancellationError()
    }

    private func ended(_ status: Int32?) -> DemoFault {
        DemoFault("arrived has ended by itself\(status.map { " (status \($0))" } ?? "")\n" + logEnd)
    }

    private var logEnd: String { "the end of \(settings.folder.log):\n\(settings.folder.endOfLog())" }
}
