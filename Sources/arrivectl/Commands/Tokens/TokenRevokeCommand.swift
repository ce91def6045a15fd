import ArgumentParser

struct TokenRevokeCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke a token; it is refused from then on."
    )

    @Argument(help: "Id of the token, as listed.")
    var id: String

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let answer = try await session.send(APICall(.delete, ["v1", "tokens", id]))
        if session.wantsJSON {
            session.console.print(json: answer.body)
        } else {
            session.console.print("Revoked \(id).")
        }
    }
}
