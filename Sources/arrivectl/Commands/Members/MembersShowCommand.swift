import ArgumentParser
import DispatchWire

struct MembersShowCommand: ServerCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a member.")

    @Argument(help: "Id of the member.")
    var id: String

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let report = MemberReport(clock: session.clock)
        try await session.show(APICall(.get, ["v1", "members", id]), as: MemberView.self, report.full)
    }
}
