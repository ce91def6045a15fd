import ArgumentParser

/// Measures what the daemon promises about time, each as a ratio within one run, so that the machine cancels out.
@main
struct ArrivedBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arrived-bench",
        abstract: "Benchmarks of arrived, with the limits it keeps.",
        discussion: "It runs the arrived and arrivectl beside it. With --check a missed limit ends in exit code 1.",
        subcommands: [
            SurgeCommand.self, ImportCommand.self, NearestCommand.self, DeliveriesCommand.self, CourierCommand.self,
            TurnsCommand.self, NamesCommand.self,
        ]
    )
}
