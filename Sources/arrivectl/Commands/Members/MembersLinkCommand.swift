import ArgumentParser
import DispatchWire

struct MembersLinkCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Print the address of a member's own page, to be given to nobody else."
    )

    @Argument(help: "Id of the member.")
    var id: String

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        try await session.show(APICall(.post, ["v1", "members", id, "link"]), as: MemberLink.self, \.url)
    }
}
