import ArgumentParser
import DispatchWire

struct MembersForgetLearnedCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget-learned",
        abstract: "Forget how often and how fast members came; they start anew."
    )

    @Argument(help: "Id of the member.")
    var id: String?

    @Flag(help: "Of all members, and of the county as a whole.")
    var all = false

    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard all == (id == nil) else { throw ValidationError("Say either the id of a member or --all.") }
    }

    func run(in session: APISession) async throws(CommandFailure) {
        guard let id else {
            _ = try await session.send(APICall(.delete, ["v1", "learning"]))
            return session.console.print("Forgotten.")
        }
        try await session.show(APICall(.delete, ["v1", "members", id, "learning"]), as: MemberView.self) { member in
            MemberReport(clock: session.clock).full(member)
        }
    }
}
