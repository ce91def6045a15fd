import ArgumentParser
import DispatchWire

struct MembersDutyCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "duty",
        abstract: "Put a member on or off duty, or away until a time."
    )

    @Argument(help: "Id of the member.")
    var id: String

    @Argument(help: "Whether they are to be asked.")
    var duty: MemberView.Duty?

    @Option(help: ArgumentHelp("Ask them again only from then, such as \(RFC3339.example).", valueName: "time"))
    var awayUntil: WireTime?

    @Flag(help: "They are back.")
    var back = false

    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard duty != nil || awayUntil != nil || back else {
            throw ValidationError("Say on, off, --away-until or --back.")
        }
        guard awayUntil == nil || !back else { throw ValidationError("--away-until and --back exclude each other.") }
    }

    func run(in session: APISession) async throws(CommandFailure) {
        let away: MemberPatch.AwayUntil = awayUntil.map { .until($0) } ?? (back ? .cleared : .unchanged)
        let patch = MemberPatch(duty: duty, awayUntil: away)
        let report = MemberReport(clock: session.clock)
        let call = try APICall(.patch, ["v1", "members", id], sending: patch)
        try await session.show(call, as: MemberView.self, report.full)
    }
}
