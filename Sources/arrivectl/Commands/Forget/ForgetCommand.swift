import ArgumentParser

struct ForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Erase a person everywhere in the store, for good.",
        discussion: """
            Refused while a member holds a seat of a request or may still accept an offer, and while a request of the \
            household is not over. Backups made before still hold the person until they are rotated out, and the next \
            import brings them back unless the list no longer names them.
            """,
        subcommands: [ForgetMemberCommand.self, ForgetHouseholdCommand.self]
    )
}
