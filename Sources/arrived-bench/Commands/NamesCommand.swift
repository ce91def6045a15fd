import ArgumentParser
import CurlTransport
import Foundation

/// How much longer notices to healthy endpoints take when the names of many others are not answered for.
struct NamesCommand: AsyncParsableCommand {
    private static let ratioLimit = 2.0
    /// Below this a quotient says more about the machine than about the courier.
    private static let floorMilliseconds = 5.0
    /// How long the system's resolver waits for a silent name server by default: two tries of 5 s.
    private static let silence: TimeInterval = 10

    static let configuration = CommandConfiguration(
        commandName: "names",
        abstract: "The 99th percentile of notices to named hosts, with many dead names and without."
    )

    @Option(help: "Names that nobody answers for.")
    var dead = 500

    @Option(help: "Hosts that are well.")
    var hosts = 100

    @Option(help: "Notices to them in one go.")
    var notices = 2_000

    @Option(help: "Runs of both, in turn.")
    var repeats = 5

    @Flag(help: "A missed limit ends in exit code 1.")
    var check = false

    func run() async throws {
        try await BenchFolder.with { folder in
            let server = try NginxServer(folder: folder)
            defer { server.stop() }
            let silence = Self.silence
            let resolver = NameResolver(lookup: { host in
                guard host.hasPrefix("dead") else { return .found(["127.0.0.1"]) }
                Thread.sleep(forTimeInterval: silence)
                return .unanswered("nobody answers")
            })
            let run = try CourierRun(resolver: resolver)
            defer { run.stop() }
            let healthy = (0..<notices).map { server.url.replacing("127.0.0.1", with: "well-\($0 % hosts).example") }
            let sick = (0..<dead).map { server.url.replacing("127.0.0.1", with: "dead-\($0).example") }
            var without: [Double] = []
            var with: [Double] = []
            // The first time that the dead names are met, too: nothing is known of them then.
            var first: [Double] = []
            for round in 0...repeats {
                await run.forget()
                let alone = try await run.send(to: healthy) { _ in true }
                let met = try await run.send(to: sick + healthy) { $0 >= sick.count }
                let beside = try await run.send(to: sick + healthy) { $0 >= sick.count }
                // The first round warms everything up.
                guard round > 0 else { continue }
                without.append(Figure.quantile(0.99, of: alone))
                first.append(Figure.quantile(0.99, of: met))
                with.append(Figure.quantile(0.99, of: beside))
            }
            let medians = [without, with, first].map { Figure.quantile(0.5, of: $0) }
            print(
                "p99 of \(notices) notices to \(hosts) hosts: \(Figure.text(medians[0])) ms; "
                    + "beside \(dead) dead names: \(Figure.text(medians[1])) ms, "
                    + "when they are met first: \(Figure.text(medians[2])) ms (medians); "
                    + "\(resolver.running) names are being looked up"
            )
            try Limit(
                name: "names, p99 beside dead ones over p99 without",
                value: medians[1] / max(medians[0], Self.floorMilliseconds),
                limit: Self.ratioLimit
            )
            .report(isChecked: check)
        }
    }
}
