import ArgumentParser

struct ForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Erase a person everywhere in the store, for good.",
        discussion: """
            Refused while they are part of a request that is not over. Backups made before still hold the person until they \
            are rotated out, and the next import brings them back unless the list no longer names them.
            """,
        subcommands: [ForgetMemberCommand.self, ForgetHouseholdCommand.self]
    )
}
