import ArgumentParser
import DispatchWire

struct RequestEscalateCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "escalate",
        abstract: "Call the next desk now, whatever the clock says."
    )

    @Argument(help: "Id of the request, or its number of the day.")
    var id: String

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let call = APICall(.post, ["v1", "requests", id, "escalate"])
        try await session.showRequest(after: call)
    }
}
