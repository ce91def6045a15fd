import ArgumentParser

struct MembersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "members",
        abstract: "Show members, find the nearest, set their duty.",
        subcommands: [
            MembersShowCommand.self, MembersListCommand.self, MembersNearestCommand.self, MembersDutyCommand.self,
            MembersLinkCommand.self, MembersForgetLearnedCommand.self,
        ]
    )
}
