import ArgumentParser
import DispatchWire

struct RequestCloseCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close a request that is cleared, with what the household says of it."
    )

    @Argument(help: "Id of the request, or its number of the day.")
    var id: String

    @Option(help: "Grade the household gives, 1 to 5, 5 the best.")
    var grade: Int?

    @Option(help: "What they say.")
    var note: String?

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let call = try APICall(.post, ["v1", "requests", id, "close"], sending: Close(grade: grade, note: note))
        try await session.showRequest(after: call)
    }
}
