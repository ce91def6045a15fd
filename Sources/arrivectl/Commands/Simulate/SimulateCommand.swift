import ArgumentParser
import Simulation

/// `arrivectl simulate`: the one command that asks no server and keeps nothing.
struct SimulateCommand: ParsableCommand {
    private static let seedCountLimit = 1_000

    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Compare ways of alerting in an invented county or in yours; needs no server.",
        discussion: """
            Every policy plays the same calls with the same people, who answer and come alike whoever asks them, so \
            that policies differ by what they do and not by luck. The same seed prints the same numbers.

            Policies:
              value                     the rule of this program
              value:ALERT/GO            the rule with an alert worth ALERT seconds and
                                        a member on the way worth GO seconds
              slots:K/TIMEOUT[/RADIUS]  the K nearest within RADIUS metres, another for
                                        each who is silent for TIMEOUT seconds
              broadcast:K[/RADIUS]      the K nearest at once
              hindsight                 the best for those who know who will come

            Without --policy it is value, all that programmes have published, and hindsight. Everybody who is not on \
            scene within an hour counts as an hour.

            With --county the villages and members are those of villages.csv and members.csv in a folder, which \
            are checked as by import. Calls come from all its villages alike. Members without an endpoint are \
            alerted by no policy, nor are those in their quiet hours, unless calls are immediate.
            """
    )

    @Option(help: ArgumentHelp("Folder with the lists of a county to play in.", valueName: "folder"))
    var county: String?

    @Option(help: ArgumentHelp("Share of members who are on duty and free.", valueName: "share"))
    var available = SimulatedWorld().available

    @Option(help: ArgumentHelp("Mean chance that a member who is asked accepts.", valueName: "share"))
    var acceptance = SimulatedWorld().acceptance

    @Option(help: ArgumentHelp("How many calls.", valueName: "count"))
    var requests = SimulatedWorld().requests

    @Option(help: ArgumentHelp("Which county, habits and calls are invented.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Run this many seeds from --seed on and print medians.", valueName: "count"))
    var seeds = 1

    @Option(help: "How urgent the calls are.")
    var urgency = SimulatedUrgency.immediate

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Policies to compare; may be given several times.", valueName: "name")
    )
    var policy: [String] = []

    @Option(help: ArgumentHelp("Calls that come at the same moment from one village.", valueName: "count"))
    var surge = SimulatedWorld().surge

    @Flag(help: "Fewer accept and all take longer to set out, and no policy is told.")
    var night = false

    @Option(help: ArgumentHelp("Factor on every chance to accept, of which no policy is told.", valueName: "factor"))
    var trueAcceptanceFactor = SimulatedWorld().trueAcceptanceFactor

    @Option(help: ArgumentHelp("Factor on every time to answer, of which no policy is told.", valueName: "factor"))
    var answerTimeFactor = SimulatedWorld().answerTimeFactor

    @Option(help: ArgumentHelp("Share of members whose phone cannot be reached.", valueName: "share"))
    var deadEndpoints = SimulatedWorld().deadEndpoints

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Draw alerts against arrivals into this SVG file.", valueName: "file"))
    var plot: String?

    /// `--json` may also stand before the subcommand, as for all others.
    @ParentCommand var root: Arrivectl

    func run(in surroundings: Surroundings) async throws(CommandFailure) {
        let console = surroundings.console
        let world = try checkedWorld()
        let policies = try namedPolicies()
        let imported: ImportedCounty? = if let county { try ImportedCounty(folder: county, console) } else { nil }
        let file: PlotFile? = if let plot { try PlotFile(path: plot) } else { nil }

        let curve = file == nil ? [] : ComparisonPlot.curvePolicies
        let (results, memberCount) = await results(of: policies + curve, in: world, imported, console)
        let asked = policies.compactMap { results[$0] }
        let report = SimulationReport(
            world: world,
            imported: imported,
            memberCount: memberCount,
            seed: seed,
            seedCount: seeds,
            results: asked
        )
        if json || root.server.json {
            console.print(json: report.json)
        } else {
            console.print(report.text)
        }
        if let file {
            let plot = ComparisonPlot(
                // The two together are wider than a picture where villages are counted too.
                subtitle: imported == nil ? [report.worldLine] : [report.countyLine, report.termsLine],
                results: asked,
                curve: curve.compactMap { results[$0] }
            )
            try file.write(plot.svg)
        }
    }

    private func checkedWorld() throws(CommandFailure) -> SimulatedWorld {
        var world = SimulatedWorld()
        world.available = available
        world.acceptance = acceptance
        world.requests = requests
        world.urgency = urgency.urgency
        world.surge = surge
        world.isNight = night
        world.trueAcceptanceFactor = trueAcceptanceFactor
        world.answerTimeFactor = answerTimeFactor
        world.deadEndpoints = deadEndpoints
        if let fault = world.fault {
            throw .usage("--\(fault.name) must be \(fault.expected)\(given(fault.name).map { " and is \($0)" } ?? "")")
        }
        guard (1...Self.seedCountLimit).contains(seeds) else {
            throw .usage("--seeds must be 1 to \(Quantity.count(Self.seedCountLimit)) and is \(seeds)")
        }
        return world
    }

    /// The value of an option as it was given.
    private func given(_ name: String) -> String? {
        switch name {
        case "available": available.plain
        case "acceptance": acceptance.plain
        case "requests": String(requests)
        case "surge": String(surge)
        case "true-acceptance-factor": trueAcceptanceFactor.plain
        case "answer-time-factor": answerTimeFactor.plain
        case "dead-endpoints": deadEndpoints.plain
        case _: nil
        }
    }

    /// The policies in the order of their names on the command line, each once.
    private func namedPolicies() throws(CommandFailure) -> [SimulatedPolicy] {
        guard !policy.isEmpty else {
            return [.value(alertSeconds: nil, goSeconds: nil)] + SimulatedPolicy.published + [.hindsight]
        }
        var policies: [SimulatedPolicy] = []
        for name in policy {
            let policy: SimulatedPolicy
            do throws(SimulatedPolicyFault) {
                policy = try SimulatedPolicy(name: name)
            } catch {
                throw .usage("--policy \(error)")
            }
            if !policies.contains(policy) { policies.append(policy) }
        }
        return policies
    }

    /// Runs each policy once for each seed, as many at once as there are processors.
    private func results(
        of policies: [SimulatedPolicy],
        in world: SimulatedWorld,
        _ imported: ImportedCounty?,
        _ console: Console
    ) async -> (results: [SimulatedPolicy: PolicyResult], memberCount: Int) {
        let distinct = Set(policies)
        let meter = SimulationMeter(
            console: console,
            runCount: distinct.count * seeds,
            callsPerRun: world.requests
        )
        var outcomes: [SimulatedPolicy: [PolicyOutcome]] = [:]
        var memberCount = 0
        for number in 0..<seeds {
            // One county at a time: each is tens of thousands of people.
            let comparison = Comparison(
                world: world,
                seed: seed &+ UInt64(number),
                imported: imported.map { ($0.villages, $0.members) }
            )
            memberCount = comparison.county.people.count
            await withTaskGroup(of: PolicyOutcome.self) { group in
                for policy in distinct {
                    group.addTask {
                        var told = 0
                        let outcome = comparison.run(policy) { done in
                            meter.add(calls: done - told)
                            told = done
                        }
                        meter.finish(policy, seed: comparison.seed)
                        return outcome
                    }
                }
                for await outcome in group { outcomes[outcome.policy, default: []].append(outcome) }
            }
        }
        meter.end()
        let results = outcomes.map { ($0.key, PolicyResult(policy: $0.key, outcomes: $0.value)) }
        return (Dictionary(uniqueKeysWithValues: results), memberCount)
    }
}
