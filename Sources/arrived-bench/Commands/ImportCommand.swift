import ArgumentParser
import CurlTransport
import DispatchCore
import DispatchWire
import Simulation

/// Requests while a large list comes in.
struct ImportCommand: AsyncParsableCommand {
    /// Calls go on during an import.
    private static let ratioLimit = 5.0

    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "How long a 201 takes while 25,000 members are imported, against idle."
    )

    @Option(help: "Members of the county.")
    var members = CountySize.county.members

    @Option(help: "Requests submitted while nothing else goes on.")
    var idleRequests = 1_000

    @Option(help: "Imports, each with every row changed.")
    var repeats = 3

    @Flag(help: "A missed limit ends in exit code 1.")
    var check = false

    func run() async throws {
        let size = try CountySize(townships: 16, villages: 520, members: members, households: 520)
        try await BenchFolder.with { folder in
            let loop = try CurlLoop(configuration: CurlLoop.Configuration(policy: .unrestricted))
            defer { loop.shutdown() }
            let daemon = try await BenchDaemon(folder: folder, port: try FreePort.find(), loop: loop)
            defer { daemon.stop() }
            let county = InventedCounty(seed: 1, size: size)
            let nobody = "http://127.0.0.1:\(try FreePort.find())"
            try daemon.bringIn(.villages, county.villagesCSV)
            try daemon.bringIn(.members, county.membersCSV(endpointBase: nobody))
            let caller = SteadyCaller(client: daemon.client, villages: county.villages.map(\.code))
            _ = try await caller.call(atMost: idleRequests / 10)

            let idle = try await caller.call(atMost: idleRequests)
            print(Figure.line("idle", idle))
            var during: [Double] = []
            for number in 1...repeats {
                let list = county.membersCSV(endpointBase: "\(nobody)/\(number)")
                let isOver = Locked(false)
                let (waits, took) = try await withThrowingTaskGroup { group in
                    group.addTask {
                        defer { isOver.withLock { $0 = true } }
                        return try daemon.bringIn(.members, list)
                    }
                    let waits = try await caller.call { isOver.withLock { !$0 } }
                    let took = try await group.next() ?? .zero
                    return (waits, took)
                }
                print("import \(number) took \(Figure.text(took / .seconds(1))) s")
                during += waits
            }
            print(Figure.line("during imports", during))
            let ratio = Figure.quantile(0.99, of: during) / Figure.quantile(0.99, of: idle)
            try Limit(name: "import ratio of p99", value: ratio, limit: Self.ratioLimit).report(isChecked: check)
        }
    }
}
