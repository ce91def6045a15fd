import ArgumentParser
import DispatchWire

struct MembersListCommand: ServerCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List members by id.")

    @Option(help: ArgumentHelp("Only those of this village.", valueName: "code"))
    var villageCode: String?

    @Option(help: "At most so many.")
    var limit: Int?

    @Option(help: ArgumentHelp("Go on where a page ended.", valueName: "mark"))
    var after: String?

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let query = [("villageCode", villageCode), ("limit", limit.map(String.init)), ("after", after)]
        let report = MemberReport(clock: session.clock)
        try await session.show(APICall(.get, ["v1", "members"], query: query), as: MemberList.self, report.list)
    }
}
