import ArgumentParser
import DispatchWire

struct EndpointsDisableCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Send nothing there any more; its members count as out of reach."
    )

    @Argument(help: "Number of the endpoint.")
    var id: Int

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        try await session.show(APICall(.post, ["v1", "endpoints", String(id), "disable"]), as: EndpointView.self) {
            EndpointReport(clock: session.clock).full($0)
        }
    }
}
