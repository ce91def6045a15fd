import ArgumentParser

/// A command that talks to the server; `CommandRun` opens the session and turns what is thrown into an exit code.
protocol ServerCommand: ParsableCommand {
    var server: ServerOptions { get }

    func run(in session: APISession) async throws(CommandFailure)
}
