import ArgumentParser
import DispatchWire

struct DeliveriesReplayCommand: ServerCommand {
    static let configuration = CommandConfiguration(commandName: "replay", abstract: "Send a settled notice once more.")

    @Argument(help: "Number of the delivery.")
    var id: Int

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        try await session.show(APICall(.post, ["v1", "deliveries", String(id), "replay"]), as: DeliveryView.self) {
            EndpointReport(clock: session.clock).full($0)
        }
    }
}
