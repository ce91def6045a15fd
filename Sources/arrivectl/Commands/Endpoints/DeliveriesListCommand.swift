import ArgumentParser
import DispatchWire

struct DeliveriesListCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what was sent where, the newest first."
    )

    @Option(help: ArgumentHelp("Only to this endpoint.", valueName: "number"))
    var endpoint: Int?

    @Option(help: ArgumentHelp("Only about this request.", valueName: "id"))
    var request: String?

    @Option(help: "Only those in this state.")
    var state: DeliveryView.State?

    @OptionGroup var page: PageOptions

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let query =
            [
                ("endpoint", endpoint.map(String.init)), ("request", request), ("state", state?.rawValue),
            ] + page.query
        try await session.show(APICall(.get, ["v1", "deliveries"], query: query), as: DeliveryList.self) {
            EndpointReport(clock: session.clock).list($0)
        }
    }
}
