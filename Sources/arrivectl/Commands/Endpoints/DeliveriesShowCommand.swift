import ArgumentParser
import DispatchWire

struct DeliveriesShowCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a delivery and what each attempt met."
    )

    @Argument(help: "Number of the delivery.")
    var id: Int

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        try await session.show(APICall(.get, ["v1", "deliveries", String(id)]), as: DeliveryView.self) {
            EndpointReport(clock: session.clock).full($0)
        }
    }
}
