import ArgumentParser
import DispatchWire

struct EndpointsEnableCommand: ServerCommand {
    static let configuration = CommandConfiguration(commandName: "enable", abstract: "Send there again.")

    @Argument(help: "Number of the endpoint.")
    var id: Int

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        try await session.show(APICall(.post, ["v1", "endpoints", String(id), "enable"]), as: EndpointView.self) {
            EndpointReport(clock: session.clock).full($0)
        }
    }
}
