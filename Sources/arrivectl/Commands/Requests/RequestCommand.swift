import ArgumentParser

struct RequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Submit, show and end requests.",
        subcommands: [
            RequestNewCommand.self, RequestShowCommand.self, RequestListCommand.self, RequestCancelCommand.self,
            RequestCloseCommand.self, RequestAssignCommand.self,
        ]
    )
}
