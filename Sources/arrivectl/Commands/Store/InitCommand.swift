import ArgumentParser

/// `arrivectl init`: like `arrivectl restore` it makes a store, and touches none that exists.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a new store, its token key and the first administrator token.",
        discussion: """
            The token is printed alone on standard output, this once. A store that exists is never touched: to begin \
            anew, move it away first. What root makes belongs to the owner of the folder it lies in.
            """
    )

    @Option(help: ArgumentHelp("Where the store will lie.", valueName: "file"))
    var store: String

    @Option(help: ArgumentHelp("Administrative code of the county, six digits.", valueName: "code"))
    var countyCode = "130533"

    @Flag(help: "Make a store for a demonstration, whose daemon may speed its clock up.")
    var demo = false

    func validate() throws {
        guard countyCode.utf8.count == 6, countyCode.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw ValidationError("--county-code must be six digits")
        }
    }

    func run(in surroundings: Surroundings) throws(CommandFailure) {
        let token = try surroundings.createStore(NewStore(path: store, countyCode: countyCode, isDemo: demo))
        surroundings.console.print(token)
    }
}
