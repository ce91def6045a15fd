import ArgumentParser
import DispatchWire

struct ForgetMemberCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "member",
        abstract: "Erase a member: list, endpoints, link, what was learned, name and phone in texts."
    )

    @Argument(help: "Id of the member.")
    var id: String

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        try await Forgetting(kind: .member, id: id, isConfirmed: yes).run(in: session)
    }
}
