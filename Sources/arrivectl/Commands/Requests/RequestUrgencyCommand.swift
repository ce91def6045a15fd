import ArgumentParser
import DispatchWire

struct RequestUrgencyCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "urgency",
        abstract: "Say how urgent it really is."
    )

    @Argument(help: "Id of the request, or its number of the day.")
    var id: String

    @Argument(help: "immediate, urgent or routine.")
    var urgency: RequestView.Urgency

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let body = ChangeUrgency(urgency: urgency)
        let call = try APICall(.post, ["v1", "requests", id, "urgency"], sending: body)
        try await session.showRequest(after: call)
    }
}
