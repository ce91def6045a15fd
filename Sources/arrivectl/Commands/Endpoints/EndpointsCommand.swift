import ArgumentParser

struct EndpointsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "endpoints",
        abstract: "See how endpoints do, switch one off or on.",
        subcommands: [
            EndpointsListCommand.self, EndpointsShowCommand.self, EndpointsDisableCommand.self,
            EndpointsEnableCommand.self,
        ]
    )
}
