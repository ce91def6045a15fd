import ArgumentParser
import DispatchWire

struct TokenListCommand: ServerCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List tokens.")

    @Option(help: ArgumentHelp("Go on where a page ended.", valueName: "mark"))
    var after: String?

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let clock = session.clock
        try await session.show(APICall(.get, ["v1", "tokens"], query: [("after", after)]), as: TokenList.self) { list in
            var rows = AlignedRows(["ID", "NAME", "ROLE", "SCOPE", "CREATED", "ENDS"])
            for token in list.tokens {
                let end =
                    token.revokedAt.map { "revoked \(clock.date($0))" }
                    ?? token.expiresAt.map { "\(clock.date($0)) \(clock.time($0))" } ?? "-"
                rows.add([
                    token.id, token.name, token.role.rawValue, token.scope.description, clock.date(token.createdAt),
                    end,
                ])
            }
            return rows.text + (list.next.map { "\nMore with --after \($0)" } ?? "")
        }
    }
}
