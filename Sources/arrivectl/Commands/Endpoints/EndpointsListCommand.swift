import ArgumentParser
import DispatchWire

struct EndpointsListCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List endpoints, and how they have been doing."
    )

    @Option(help: "all, disabled, or failing: those whose last attempt failed.")
    var filter: EndpointList.Filter?

    @OptionGroup var page: PageOptions

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let query = [("filter", filter?.rawValue)] + page.query
        try await session.show(APICall(.get, ["v1", "endpoints"], query: query), as: EndpointList.self) {
            EndpointReport(clock: session.clock).list($0)
        }
    }
}
