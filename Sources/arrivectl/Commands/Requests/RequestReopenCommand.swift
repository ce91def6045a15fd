import ArgumentParser
import DispatchWire

struct RequestReopenCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen",
        abstract: "Go on with a request that was cleared, closed or cancelled."
    )

    @Argument(help: "Id of the request, or its number of the day.")
    var id: String

    @Option(help: ArgumentHelp("Id of a seat that needs somebody; may be repeated. By default all.", valueName: "id"))
    var seat: [String] = []

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let body = Reopen(seats: seat.isEmpty ? nil : seat)
        let call = try APICall(.post, ["v1", "requests", id, "reopen"], sending: body)
        try await session.showRequest(after: call)
    }
}
