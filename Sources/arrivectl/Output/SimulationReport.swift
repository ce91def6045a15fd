import DispatchCore
import DispatchWire
import Simulation

/// A comparison of policies, for people and for programs.
struct SimulationReport {
    let world: SimulatedWorld
    /// nil for an invented county.
    let imported: ImportedCounty?
    let memberCount: Int
    let seed: UInt64
    let seedCount: Int
    /// In the order they were asked for.
    let results: [PolicyResult]

    /// The world in one line.
    var worldLine: String { "\(countyLine), \(termsLine)" }

    /// Whose county it is and how many live there.
    var countyLine: String {
        let members = Quantity.count(memberCount, "member")
        guard let imported else { return members }
        let withoutEndpoint = imported.withoutEndpointCount
        return "imported from \(imported.name), \(Quantity.count(imported.villages.count, "village")), \(members)"
            + (withoutEndpoint > 0 ? " (\(Quantity.count(withoutEndpoint)) without endpoint)" : "")
    }

    /// How people are and what is asked of them; how the world is bent only where it is.
    var termsLine: String {
        var parts = [
            "\((world.available * 100).roundedPlain) % available",
            "mean acceptance \((world.acceptance * 100).roundedPlain) %",
            Quantity.count(world.requests, "request"),
            seedCount == 1 ? "seed \(seed)" : "medians of seeds \(seed) to \(seed &+ UInt64(seedCount - 1))",
            world.urgency.rawValue,
        ]
        if world.surge > 1 { parts.append("\(world.surge) at once") }
        if world.isNight { parts.append("at night") }
        if world.trueAcceptanceFactor != 1 { parts.append("acceptance × \(world.trueAcceptanceFactor.plain)") }
        if world.answerTimeFactor != 1 { parts.append("time to answer × \(world.answerTimeFactor.plain)") }
        if world.deadEndpoints > 0 { parts.append("\((world.deadEndpoints * 100).roundedPlain) % cannot be reached") }
        return parts.joined(separator: ", ")
    }

    /// The world and a row for each policy.
    var text: String {
        let bound = results.first { $0.policy == .hindsight }
        var header = ["POLICY", "FROM", "REACHED", "P50", "P90", "P99", "ALERTS", "GOING"]
        if bound != nil { header += ["P50 ÷ HINDSIGHT", "P90 ÷ HINDSIGHT"] }
        var rows = AlignedRows(header)
        for result in results {
            var cells = [
                result.policy.name, result.policy.origin ?? "-", Quantity.percent(result.reached),
                duration(result.p50Seconds), duration(result.p90Seconds), duration(result.p99Seconds),
                Quantity.decimal(result.alerts, places: 1), Quantity.decimal(result.going, places: 1),
            ]
            if let bound {
                cells += [\PolicyOutcome.p50Seconds, \.p90Seconds].map { number in
                    result.ratio(of: number, to: bound).map { Quantity.decimal($0, places: 2) } ?? "-"
                }
            }
            rows.add(cells)
        }
        return worldLine + "\n\n" + rows.text
    }

    /// The same as JSON.
    var json: [UInt8] {
        let answer = SimulationAnswer(
            world: .init(
                imported: imported.map { county in
                    .init(
                        folder: county.name,
                        villages: county.villages.count,
                        members: memberCount,
                        withoutEndpoint: county.withoutEndpointCount
                    )
                },
                available: world.available,
                acceptance: world.acceptance,
                requests: world.requests,
                seed: seed,
                seeds: seedCount,
                urgency: world.urgency.rawValue,
                surge: world.surge,
                night: world.isNight,
                trueAcceptanceFactor: world.trueAcceptanceFactor,
                answerTimeFactor: world.answerTimeFactor,
                deadEndpoints: world.deadEndpoints
            ),
            policies: results.map { result in
                .init(
                    policy: result.policy.name,
                    reached: result.reached,
                    p50Seconds: result.p50Seconds,
                    p90Seconds: result.p90Seconds,
                    p99Seconds: result.p99Seconds,
                    alerts: result.alerts,
                    going: result.going
                )
            }
        )
        do {
            return try WireJSON.bytes(of: answer)
        } catch {
            preconditionFailure("means and quantiles of finite numbers are finite: \(error)")
        }
    }

    private func duration(_ seconds: Double) -> String {
        Quantity.duration(seconds: Int(nearest: seconds))
    }
}

/// What `arrivectl simulate --json` prints; programs hold on to these names.
private struct SimulationAnswer: Encodable {
    struct County: Encodable {
        let folder: String
        let villages: Int
        let members: Int
        let withoutEndpoint: Int
    }

    struct World: Encodable {
        /// Not there when the county is invented.
        let imported: County?
        let available: Double
        let acceptance: Double
        let requests: Int
        let seed: UInt64
        let seeds: Int
        let urgency: String
        let surge: Int
        let night: Bool
        let trueAcceptanceFactor: Double
        let answerTimeFactor: Double
        let deadEndpoints: Double
    }

    struct Policy: Encodable {
        let policy: String
        let reached: Double
        let p50Seconds: Double
        let p90Seconds: Double
        let p99Seconds: Double
        let alerts: Double
        let going: Double
    }

    let world: World
    let policies: [Policy]
}

extension Double {
    /// Up to two places, without those that are zero.
    fileprivate var roundedPlain: String { ((self * 100).rounded() / 100).plain }
}
