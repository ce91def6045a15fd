import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import Simulation
import UnixSignals
import WebhookDelivery

/// A county at work: the daemon, its lists, its members and its calls, until Ctrl-C or the end of one case.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Watch an invented county at work, or one case from the call to the close.",
        usage: "scripts/run [--once] [options]",
        discussion: """
            Makes an invented county, starts arrived on this machine with a store of its own, imports villages, members \
            and households, plays the members over real HTTP, submits calls and prints what happens. Everything lies in \
            .demo/ and begins anew each time.

              scripts/run                 a county at work, until Ctrl-C
              scripts/run --once          one medical transport from the call to the close, a few minutes
              scripts/run --clock-rate 1  as fast as life
            """
    )
    /// Rates at which somebody who watches can follow: a few minutes for a whole case, and a county that lives.
    private static let onceClockRate = 20.0
    private static let clockRate = 4.0
    private static let secretBytes = 32

    @Flag(help: "Follow one call from the beginning to the end; exits 0 when it is closed.")
    var once = false

    @Option(help: "How much faster than life; 20 with --once, else 4.")
    var clockRate: Double?

    @Option(help: "Seconds between one call and the next.")
    var pace = 6.0

    @Option(help: "Seconds after which --once gives up.")
    var deadline = 480

    @Option(help: "The daemon's port on 127.0.0.1; another is taken if this one is not free.")
    var port: UInt16 = 7878

    @Option(help: "The port of the played members; another is taken if this one is not free.")
    var memberPort: UInt16 = 7879

    @Option(help: "Where the demo lives; emptied at the start.")
    var folder = ".demo"

    @OptionGroup var county: CountyOptions

    @OptionGroup var habits: HabitOptions

    func validate() throws {
        if let clockRate, !(0.1...1_000).contains(clockRate) {
            throw ValidationError("--clock-rate must be 0.1 to 1000")
        }
        guard (0.1...3_600).contains(pace) else { throw ValidationError("--pace must be 0.1 to 3600") }
        guard deadline > 0 else { throw ValidationError("--deadline must be at least 1") }
    }

    func run() async throws {
        let programs = try Programs.besideThisOne()
        let county = try county.county()
        let rate = clockRate ?? (once ? Self.onceClockRate : Self.clockRate)
        let playedPort = try FreePort.find(preferring: memberPort)
        let key = (0..<Self.secretBytes).map { _ in UInt8.random(in: .min ... .max) }
        let secret = "whsec_" + Data(key).base64EncodedString()
        let settings = DirectorSettings(
            isOnce: once,
            folder: DemoFolder(path: folder),
            daemonPort: try FreePort.find(preferring: port),
            endpointBase: "http://127.0.0.1:\(playedPort)",
            secret: secret,
            clockRate: rate,
            paceSeconds: pace,
            deadlineSeconds: deadline,
            seed: county.seed
        )
        var logger = Logger(label: "arrived-demo")
        logger.logLevel = .warning
        // The newest are told; a spectator misses nothing by losing one of hundreds.
        let (outcomes, continuation) = AsyncStream.makeStream(
            of: PlayedOutcome.self,
            bufferingPolicy: .bufferingNewest(256)
        )
        let played = try PlayedCounty(
            PlayedCounty.Settings(
                port: Int(playedPort),
                seed: county.seed,
                habits: habits.habits,
                clockRate: rate,
                secret: try WebhookSecret(secret)
            ),
            logger: logger
        ) { outcome in
            continuation.yield(outcome)
        }
        let director = Director(settings: settings, county: county, programs: programs, outcomes: outcomes)
        try await perform(director, played, logger)
    }

    private func perform(_ director: Director, _ played: PlayedCounty, _ logger: Logger) async throws {
        // In the order of need: shutting down begins with the director, who stops the daemon while members still answer.
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: played.receiver),
                    .init(service: played.player),
                    .init(
                        service: director,
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup
                    ),
                ],
                gracefulShutdownSignals: [.sigint, .sigterm],
                logger: logger
            )
        )
        try await group.run()
    }
}
