import ArgumentParser

struct EndpointsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "endpoints",
        abstract: "See how endpoints do, test them, switch one off or on.",
        subcommands: [
            EndpointsListCommand.self, EndpointsShowCommand.self, EndpointsTestCommand.self,
            EndpointsDisableCommand.self,
            EndpointsEnableCommand.self, EndpointsRotateCommand.self,
        ]
    )
}
