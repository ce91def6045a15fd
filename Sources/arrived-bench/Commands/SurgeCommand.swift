import ArgumentParser
import CurlTransport
import DispatchCore
import DispatchWire
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import Simulation

/// Many requests at once, with and without sick endpoints.
struct SurgeCommand: AsyncParsableCommand {
    /// One dead endpoint delays nobody else.
    private static let ratioLimit = 1.1
    /// A notice that has not come by then is lost.
    private static let noticeLimit = Duration.seconds(60)
    private static let noticePause = Duration.milliseconds(20)

    static let configuration = CommandConfiguration(
        commandName: "surge",
        abstract: "Requests at once: how long from 201 to the notice, with and without sick endpoints."
    )

    @Option(help: "Requests at once.")
    var requests = 200

    @Option(help: "Members of the county.")
    var members = CountySize.county.members

    @Option(help: "Surges with and without sick endpoints, in turn.")
    var repeats = 20

    @Flag(help: "A missed limit ends in exit code 1.")
    var check = false

    func run() async throws {
        let size = try CountySize(townships: 16, villages: 520, members: members, households: 520)
        let county = InventedCounty(seed: 1, size: size)
        let clock = NoticeClock()
        let port = try FreePort.find()
        var logger = Logger(label: "arrived-bench")
        logger.logLevel = .critical
        let receiver = ServiceGroup(services: [clock.application(port: port)], logger: logger)
        try await withThrowingTaskGroup { group in
            group.addTask { try await receiver.run() }
            try await BenchFolder.with { folder in try await measure(county, clock, port, folder) }
            await receiver.triggerGracefulShutdown()
            group.cancelAll()
        }
    }

    private func measure(_ county: InventedCounty, _ clock: NoticeClock, _ port: UInt16, _ folder: String) async throws
    {
        let loop = try CurlLoop(configuration: CurlLoop.Configuration(policy: .unrestricted))
        defer { loop.shutdown() }
        var daemons: [(SickCounty, BenchDaemon)] = []
        defer { for (_, daemon) in daemons { daemon.stop() } }
        for isSick in [false, true] {
            let path = "\(folder)/\(isSick)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            let daemon = try await BenchDaemon(folder: path, port: try FreePort.find(), loop: loop)
            let list = SickCounty(county: county, isSick: isSick)
            daemons.append((list, daemon))
            try daemon.bringIn(.villages, county.villagesCSV)
            try daemon.bringIn(
                .members,
                list.membersCSV(
                    endpointBase: "http://127.0.0.1:\(port)",
                    refusingBase: "http://127.0.0.1:\(try FreePort.find())"
                )
            )
        }
        var waits: [Bool: [Double]] = [:]
        var took: [Bool: [Double]] = [:]
        // The first round warms everything up and does not count.
        for round in 0...repeats {
            // In turn, so that neither kind always comes after the other.
            for (list, daemon) in round.isMultiple(of: 2) ? daemons : daemons.reversed() {
                let surge = try await surge(list, daemon, clock, round: round)
                guard round > 0 else { continue }
                waits[list.isSick, default: []] += surge.waits
                took[list.isSick, default: []] += surge.took
            }
        }
        for isSick in [false, true] {
            let name = isSick ? "with sick endpoints" : "all endpoints well"
            print(Figure.line("\(name), submission to 201", took[isSick] ?? []))
            print(Figure.line("\(name), 201 to notice", waits[isSick] ?? []))
        }
        let p95 = [false, true].map { Figure.quantile(0.95, of: waits[$0] ?? []) }
        // Below a millisecond both are the clock's noise.
        let ratio = max(p95[1], 1) / max(p95[0], 1)
        try Limit(name: "surge ratio of p95", value: ratio, limit: Self.ratioLimit).report(isChecked: check)
    }

    /// One surge, followed to the last notice at a healthy endpoint, and cancelled.
    private func surge(
        _ list: SickCounty,
        _ daemon: BenchDaemon,
        _ clock: NoticeClock,
        round: Int
    ) async throws -> (waits: [Double], took: [Double]) {
        var random = SeededRandom(seed: UInt64(round), purpose: "surge")
        let calls = (0..<requests).map { _ in
            NewRequest(
                category: ["medical-transport", "fall", "elder-check"].randomElement(using: &random) ?? "other",
                place: .village(code: list.county.villages.randomElement(using: &random)?.code ?? "")
            )
        }
        let client = daemon.client
        let answers = try await withThrowingTaskGroup { group in
            for call in calls { group.addTask { try await client.submit(call) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let well = list.well
        let end = ContinuousClock.now + Self.noticeLimit
        var due: [(offer: String, at: ContinuousClock.Instant)] = []
        for answer in answers {
            // An answer is complete before members are asked; with so many at once some wait for their turn.
            var offers = answer.request.offers
            while offers.isEmpty {
                guard ContinuousClock.now < end else { throw BenchFault("nobody is asked for a request") }
                try await Task.sleep(for: Self.noticePause)
                offers = try await client.request(answer.request.id).offers
            }
            due += offers.filter { well.contains($0.memberId) }.map { ($0.id, answer.at) }
        }
        var times = clock.times
        while !due.allSatisfy({ times[$0.offer] != nil }) {
            guard ContinuousClock.now < end else { throw BenchFault("notices at healthy endpoints are missing") }
            try await Task.sleep(for: Self.noticePause)
            times = clock.times
        }
        for answer in answers { try await client.cancel(answer.request.id) }
        // A notice can overtake the answer to its own request; then nobody has waited for it.
        let waits = due.compactMap { due in times[due.offer].map { max(0, (due.at.duration(to: $0)).milliseconds) } }
        return (waits, answers.map(\.took.milliseconds))
    }
}
