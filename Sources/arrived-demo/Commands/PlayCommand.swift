import ArgumentParser
import Logging
import ServiceLifecycle
import UnixSignals
import WebhookDelivery

/// Receives the notices of an invented county on loopback and calls back as people do.
struct PlayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play",
        abstract: "Play the members: receive notices at /members/ID and answer them as people do."
    )

    @Option(help: "The port on 127.0.0.1 that the members' endpoints name.")
    var port = 7879

    @Option(help: "Decides who answers what; the plans follow from it, the member and the offer.")
    var seed: UInt64 = 1

    @Option(help: "How much faster than life people are; the daemon's --clock-rate.")
    var clockRate = 1.0

    @Option(help: "The secret that signs the notices (whsec_ and base64); unsigned ones are taken if not given.")
    var secret: String?

    @OptionGroup var habits: HabitOptions

    func validate() throws {
        guard (1...65_535).contains(port) else { throw ValidationError("--port must be 1 to 65535") }
        guard (0.1...1_000).contains(clockRate) else { throw ValidationError("--clock-rate must be 0.1 to 1000") }
    }

    func run() async throws {
        var logger = Logger(label: "arrived-demo")
        logger.logLevel = .notice
        let settings = PlayedCounty.Settings(
            port: port,
            seed: seed,
            habits: habits.habits,
            clockRate: clockRate,
            secret: try secret.map { try WebhookSecret($0) }
        )
        let played = try PlayedCounty(settings, logger: logger) { outcome in
            Output.line("\(outcome.memberID) \(outcome.action): \(outcome.sentence)")
        }
        Output.line("The members answer at http://127.0.0.1:\(port)/members/ID; Ctrl-C ends it.")
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [played.receiver, played.player].map { .init(service: $0) },
                gracefulShutdownSignals: [.sigint, .sigterm],
                logger: logger
            )
        )
        try await group.run()
    }
}
