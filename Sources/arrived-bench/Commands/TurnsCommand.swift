import ArgumentParser
import CurlTransport
import DispatchCore
import DispatchWire
import Foundation
import Logging
import ServiceLifecycle
import Simulation

/// An operator's calls beside integrators who ask for all they may, and after a start with a flood in the store.
struct TurnsCommand: AsyncParsableCommand {
    /// What an ordinary call may take, as a multiple of what it takes on a quiet day.
    private static let ratioLimit = 5.0
    /// What a turn of the writer may take is logged beyond a second; nothing is.
    private static let longTurn = "the writer took long over a batch"
    /// What one of integrators may ask for at once.
    private static let seatsAtOnce = 20
    /// The flood: requests of as many seats as an operator may ask for.
    private static let floodRequests = 67
    private static let floodKinds = 8
    /// A start serves at once.
    private static let startLimitSeconds = 5.0

    static let configuration = CommandConfiguration(
        commandName: "turns",
        abstract: "An operator's 201 beside integrators who flood the county, and after a start with a flood."
    )

    @Option(help: "Calls of the operator in each phase.")
    var calls = 300

    @Option(help: "Members of the county.")
    var members = CountySize.county.members

    @Option(help: "Integrators who flood it.")
    var integrators = 5

    @Flag(help: "A missed limit ends in exit code 1.")
    var check = false

    func run() async throws {
        let size = try CountySize(townships: 16, villages: 520, members: members, households: 520)
        let county = InventedCounty(seed: 1, size: size)
        let port = try FreePort.find()
        var logger = Logger(label: "arrived-bench")
        logger.logLevel = .critical
        let receiver = ServiceGroup(services: [NoticeClock().application(port: port)], logger: logger)
        try await withThrowingTaskGroup { group in
            group.addTask { try await receiver.run() }
            try await BenchFolder.with { folder in try await measure(county, port, folder) }
            await receiver.triggerGracefulShutdown()
            group.cancelAll()
        }
    }

    private func measure(_ county: InventedCounty, _ port: UInt16, _ folder: String) async throws {
        let loop = try CurlLoop(configuration: CurlLoop.Configuration(policy: .unrestricted))
        defer { loop.shutdown() }
        let daemon = try await BenchDaemon(folder: folder, port: try FreePort.find(), loop: loop)
        defer { daemon.stop() }
        try daemon.bringIn(.villages, county.villagesCSV)
        try daemon.bringIn(.members, county.membersCSV(endpointBase: "http://127.0.0.1:\(port)"))
        let caller = SteadyCaller(client: daemon.client, villages: county.villages.map(\.code))
        // The first calls warm everything up.
        _ = try await caller.call(atMost: calls / 4)
        let quiet = try await caller.call(atMost: calls)

        let tokens = try (0..<integrators).map { try daemon.makeToken("integrator \($0)", role: "integrator") }
        let village = county.villages[0].code
        let (beside, refused) = try await beside(daemon, tokens, village, caller)

        for number in 0..<Self.floodRequests {
            let code = county.villages[number % 3].code
            _ = try await daemon.client.submit(Self.call(code, kinds: Self.floodKinds))
        }
        let start = try await daemon.restart()
        let restarted = try await caller.call(atMost: calls)

        print(Figure.line("on a quiet day, submission to 201", quiet))
        print(Figure.line("beside \(integrators) integrators, \(refused) refused", beside))
        let seats = Self.floodRequests * Self.floodKinds * Self.seatsAtOnce
        print(Figure.line("after a start with \(seats) open seats", restarted))
        let p99 = [quiet, beside, restarted].map { Figure.quantile(0.99, of: $0) }
        // All is printed before the first that is missed ends it.
        let longTurns = try daemon.log.components(separatedBy: Self.longTurn).count - 1
        let limits = [
            Limit(name: "turns, p99 beside integrators", value: p99[1] / p99[0], limit: Self.ratioLimit),
            Limit(name: "turns, p99 after the start", value: p99[2] / p99[0], limit: Self.ratioLimit),
            Limit(name: "turns of over a second", value: Double(longTurns), limit: 0),
            Limit(name: "turns, seconds until ready", value: start.milliseconds / 1000, limit: Self.startLimitSeconds),
        ]
        for limit in limits { try limit.report(isChecked: false) }
        if let missed = limits.first(where: { !$0.isKept }) { try missed.report(isChecked: check) }
    }

    /// The operator's calls while each integrator asks for all it may, and goes on asking.
    private func beside(
        _ daemon: BenchDaemon,
        _ tokens: [String],
        _ village: String,
        _ caller: SteadyCaller
    ) async throws -> (took: [Double], refused: Int) {
        let isOver = Locked(false)
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for token in tokens {
                let client = daemon.client.with(token: token)
                group.addTask {
                    var refused = 0
                    while !isOver.withLock({ $0 }) {
                        if try await client.trySubmitting(Self.call(village, kinds: 1)) == 429 { refused += 1 }
                    }
                    return refused
                }
            }
            let took = try await caller.call(atMost: calls)
            isOver.withLock { $0 = true }
            return (took, try await group.reduce(0, +))
        }
    }

    private static func call(_ village: String, kinds: Int) -> NewRequest {
        NewRequest(
            category: "other",
            urgency: .immediate,
            place: .village(code: village),
            seats: (0..<kinds).map { NewSeat(role: "helper-\($0)", count: seatsAtOnce) }
        )
    }
}
