import ArgumentParser
import Foundation

/// How many notices a second the courier sends, against `wrk` doing the same POST to the same server in the same run.
struct CourierCommand: AsyncParsableCommand {
    /// `wrk` makes each request once and sends its bytes over and over; it neither signs, nor shares out among endpoints,
    /// nor keeps books. What limits the courier is its one libcurl thread: two fifths of the time go to the kernel (a third
    /// of that to `epoll_ctl`, as libcurl lets go of a socket after each transfer), two fifths to libcurl and to memory,
    /// a fifth to Swift, signatures and queue included.
    private static let ratioLimit = 10.0

    static let configuration = CommandConfiguration(
        commandName: "courier",
        abstract: "Notices a second over loopback, against wrk with the same POST to the same nginx."
    )

    @Option(help: "Notices in one go.")
    var notices = 20_000

    @Option(help: "Endpoints, all at one server.")
    var endpoints = 500

    @Option(help: "Connections of wrk; the courier keeps at most 448 attempts at healthy endpoints on the wire.")
    var connections = 448

    @Option(help: "Runs of both, in turn.")
    var repeats = 5

    @Flag(help: "A missed limit ends in exit code 1.")
    var check = false

    func run() async throws {
        try await BenchFolder.with { folder in
            let server = try NginxServer(folder: folder)
            defer { server.stop() }
            let run = try CourierRun()
            defer { run.stop() }
            let urls = (0..<notices).map { "\(server.url)/\($0 % endpoints)" }
            var courier: [Double] = []
            var wrk: [Double] = []
            for round in 0...repeats {
                let times = try await run.send(to: urls) { _ in true }
                let mine = Double(notices) / (times.last ?? 1) * 1_000
                let theirs = try Wrk.requestsPerSecond(
                    url: server.url,
                    body: CourierRun.body,
                    connections: connections,
                    folder: folder
                )
                // The first round warms everything up.
                guard round > 0 else { continue }
                courier.append(mine)
                wrk.append(theirs)
            }
            let rates = [Figure.quantile(0.5, of: courier), Figure.quantile(0.5, of: wrk)]
            print("courier: \(Int(rates[0])) notices a second; wrk: \(Int(rates[1])) requests a second (medians)")
            try Limit(
                name: "courier, wrk’s rate over the courier’s",
                value: rates[1] / rates[0],
                limit: Self.ratioLimit
            )
            .report(isChecked: check)
        }
    }
}
