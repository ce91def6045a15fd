import ArgumentParser
import DispatchWire

struct MembersListCommand: ServerCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List members by id.")

    @Option(help: ArgumentHelp("Only those of this village.", valueName: "code"))
    var villageCode: String?

    @OptionGroup var page: PageOptions

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let query = [("villageCode", villageCode)] + page.query
        let report = MemberReport(clock: session.clock)
        try await session.show(APICall(.get, ["v1", "members"], query: query), as: MemberList.self, report.list)
    }
}
