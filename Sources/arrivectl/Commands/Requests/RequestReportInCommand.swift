import ArgumentParser
import DispatchWire

struct RequestReportInCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "report-in",
        abstract: "Say that a desk has the request in hand; no further desk is called."
    )

    @Argument(help: "Id of the request, or its number of the day.")
    var id: String

    @Option(help: ArgumentHelp("Id of the desk; by default the one called last.", valueName: "id"))
    var desk: String?

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let body = ReportIn(desk: desk)
        let call = try APICall(.post, ["v1", "requests", id, "report-in"], sending: body)
        try await session.showRequest(after: call)
    }
}
