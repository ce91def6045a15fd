import ArgumentParser

/// A county to look at: invented data, and its members played over real HTTP.
@main
struct ArrivedDemo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arrived-demo",
        abstract: "An invented county for arrived, and people who answer.",
        subcommands: [RunCommand.self, CountyCommand.self, PlayCommand.self]
    )
}
