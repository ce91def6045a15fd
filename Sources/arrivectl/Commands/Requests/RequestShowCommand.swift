import ArgumentParser
import DispatchWire

struct RequestShowCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a request and all that happened to it."
    )

    @Argument(help: "Id of the request, or its number of the day.")
    var id: String

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        try await session.showRequest(after: APICall(.get, ["v1", "requests", id]))
    }
}
