import ArgumentParser
import DispatchWire

struct RequestListCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List requests, the newest first.",
        discussion: """
            Requests that the store cannot read whole come before all others, marked BY HAND: nobody is asked for them.
            """
    )

    @Option(help: "Only those in this state.")
    var state: RequestView.State?

    @OptionGroup var page: PageOptions

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let query = [("state", state?.rawValue)] + page.query
        let clock = session.clock
        try await session.show(APICall(.get, ["v1", "requests"], query: query), as: RequestList.self) { list in
            guard !list.requests.isEmpty else { return "No requests." }
            var rows = AlignedRows(["NUMBER", "OPENED", "STATE", "CATEGORY", "URGENCY", "VILLAGE", "ID"])
            for request in list.requests {
                rows.add([
                    String(request.number), clock.dayAndTime(request.createdAt),
                    request.unreadable == nil ? request.state.rawValue : "BY HAND",
                    request.category, request.urgency.rawValue, request.place.village, request.id,
                ])
            }
            return rows.text + (list.next.map { "\nMore with --after \($0)" } ?? "")
        }
    }
}
