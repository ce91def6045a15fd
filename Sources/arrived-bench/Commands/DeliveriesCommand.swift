import ArgumentParser
import CurlTransport
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle

/// Ten thousand notices to endpoints of which a fifth is sick, against the same number to endpoints that are all well.
struct DeliveriesCommand: AsyncParsableCommand {
    /// The sick delay nobody else.
    private static let ratioLimit = 1.1
    /// Kinds of sickness, each of one endpoint in twenty.
    private static let sicknesses = ["hanging", "failing", "endless", "refusing"]
    private static let endpointsPerSickness = 20

    static let configuration = CommandConfiguration(
        commandName: "deliveries",
        abstract: "Notices to endpoints of which 5 % each hang, refuse, answer 500 and send endless bodies."
    )

    @Option(help: "Notices in one go.")
    var notices = 10_000

    @Option(help: "Endpoints.")
    var endpoints = 500

    @Option(help: "Runs with and without sick endpoints, in turn.")
    var repeats = 9

    @Flag(help: "A missed limit ends in exit code 1.")
    var check = false

    func run() async throws {
        let port = try FreePort.find()
        let refusing = try FreePort.find()
        var logger = Logger(label: "arrived-bench")
        logger.logLevel = .critical
        let server = ServiceGroup(services: [SickStreets.application(port: port)], logger: logger)
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            try await measure(port, refusing)
            await server.triggerGracefulShutdown()
            group.cancelAll()
        }
    }

    private func measure(_ port: UInt16, _ refusing: UInt16) async throws {
        var arrivals: [Bool: [Double]] = [:]
        var ends: [Bool: [Double]] = [:]
        for round in 0...repeats {
            for isSick in round.isMultiple(of: 2) ? [false, true] : [true, false] {
                let run = try CourierRun()
                defer { run.stop() }
                let urls = (0..<notices).map { url(ofEndpoint: $0 % endpoints, isSick, port, refusing) }
                // The same endpoints in both kinds of run.
                let times = try await run.send(to: urls) { sickness(ofEndpoint: $0 % endpoints) == nil }
                // The first round warms everything up.
                guard round > 0 else { continue }
                arrivals[isSick, default: []] += times
                ends[isSick, default: []].append(times.last ?? 0)
            }
        }
        for isSick in [false, true] {
            let name = isSick ? "a fifth sick" : "all well"
            print(Figure.line("\(name), start to arrival", arrivals[isSick] ?? []))
            print(Figure.line("\(name), start to the last arrival", ends[isSick] ?? []))
        }
        print("memory at most: \(Figure.text(try Memory.peakMebibytes)) MiB, the server included")
        let medians = [false, true].map { Figure.quantile(0.5, of: ends[$0] ?? []) }
        try Limit(
            name: "deliveries, ratio of the last arrival at healthy endpoints",
            value: medians[1] / medians[0],
            limit: Self.ratioLimit
        ).report(isChecked: check)
    }

    /// nil for one that is well in every run.
    private func sickness(ofEndpoint number: Int) -> String? {
        let place = number % Self.endpointsPerSickness
        return place < Self.sicknesses.count ? Self.sicknesses[place] : nil
    }

    private func url(ofEndpoint number: Int, _ isSick: Bool, _ port: UInt16, _ refusing: UInt16) -> String {
        switch isSick ? sickness(ofEndpoint: number) : nil {
        case "refusing": "http://127.0.0.1:\(refusing)/\(number)"
        case let sickness: "http://127.0.0.1:\(port)/\(sickness ?? "well")/\(number)"
        }
    }
}
