import ArgumentParser
import DispatchWire

struct RequestSeatCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "seat",
        abstract: "Add a seat; somebody is asked for it at once."
    )

    @Argument(help: "Id of the request, or its number of the day.")
    var id: String

    @Argument(help: ArgumentHelp("ROLE[:CAPABILITY,…][*COUNT], such as driver:vehicle or helper*3.", valueName: "seat"))
    var seat: NewSeat

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let body = seat
        let call = try APICall(.post, ["v1", "requests", id, "seats"], sending: body)
        try await session.showRequest(after: call)
    }
}
