import ArgumentParser
import DispatchWire

struct RequestCancelCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancel a request; everybody on the way is stood down."
    )

    @Argument(help: "Id of the request, or its number of the day.")
    var id: String

    @Option(help: "Why.")
    var reason: String?

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let call = try APICall(.post, ["v1", "requests", id, "cancel"], sending: Cancel(reason: reason))
        try await session.showRequest(after: call)
    }
}
