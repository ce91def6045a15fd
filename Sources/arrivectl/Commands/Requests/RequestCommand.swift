import ArgumentParser

struct RequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Submit, show, steer and end requests.",
        subcommands: [
            RequestNewCommand.self, RequestShowCommand.self, RequestListCommand.self, RequestCancelCommand.self,
            RequestCloseCommand.self, RequestReopenCommand.self, RequestAssignCommand.self, RequestSeatCommand.self,
            RequestPlaceCommand.self, RequestUrgencyCommand.self, RequestEscalateCommand.self,
            RequestReportInCommand.self, RequestNoteCommand.self, RequestExplainCommand.self,
        ]
    )
}
