import ArgumentParser

struct VillagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "villages",
        abstract: "Find villages.",
        subcommands: [VillagesFindCommand.self]
    )
}
