import ArgumentParser
import DispatchWire

struct EndpointsShowCommand: ServerCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one endpoint.")

    @Argument(help: "Number of the endpoint.")
    var id: Int

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        try await session.show(APICall(.get, ["v1", "endpoints", String(id)]), as: EndpointView.self) {
            EndpointReport(clock: session.clock).full($0)
        }
    }
}
