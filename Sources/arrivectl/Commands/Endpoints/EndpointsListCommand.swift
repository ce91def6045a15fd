import ArgumentParser
import DispatchWire

struct EndpointsListCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List endpoints, and how they have been doing."
    )

    @Option(help: "all, disabled, or failing: those whose last attempt failed.")
    var filter: EndpointList.Filter?

    @Option(help: "At most so many.")
    var limit: Int?

    @Option(help: ArgumentHelp("Go on where a page ended.", valueName: "mark"))
    var after: String?

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let query = [("filter", filter?.rawValue), ("limit", limit.map(String.init)), ("after", after)]
        try await session.show(APICall(.get, ["v1", "endpoints"], query: query), as: EndpointList.self) {
            EndpointReport(clock: session.clock).list($0)
        }
    }
}
