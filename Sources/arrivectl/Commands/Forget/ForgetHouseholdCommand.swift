import ArgumentParser
import DispatchWire

struct ForgetHouseholdCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "household",
        abstract: "Erase a household: list, and who called in its requests."
    )

    @Argument(help: "Id of the household.")
    var id: String

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        try await Forgetting(kind: .household, id: id, isConfirmed: yes).run(in: session)
    }
}
