import ArgumentParser

/// Which part of a long list is shown.
struct PageOptions: ParsableArguments {
    @Option(help: "At most so many.")
    var limit: Int?

    @Option(help: ArgumentHelp("Go on where a page ended.", valueName: "mark"))
    var after: String?

    var query: [(String, String?)] { [("limit", limit.map(String.init)), ("after", after)] }
}
