import ArgumentParser
import DispatchWire

struct TokenCreateCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a token.",
        discussion: "The token is printed alone on standard output, this once; its id and reach on standard error."
    )

    @Argument(help: "What it is called in lists and timelines.")
    var name: String

    @Option(help: "What its bearer may do.")
    var role: TokenView.Role

    @Option(help: ArgumentHelp("Limit it to this county; by default the county of the store.", valueName: "code"))
    var county: String?

    @Option(help: ArgumentHelp("Limit it to this township.", valueName: "code"))
    var township: String?

    @Option(help: ArgumentHelp("Let it end then, such as \(RFC3339.example).", valueName: "time"))
    var expiresAt: WireTime?

    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard county == nil || township == nil else {
            throw ValidationError("--county and --township exclude each other.")
        }
    }

    func run(in session: APISession) async throws(CommandFailure) {
        let scope: TokenView.Scope? = township.map { .township($0) } ?? county.map { .county($0) }
        let body = NewToken(name: name, role: role, scope: scope, expiresAt: expiresAt)
        let answer = try await session.send(try APICall(.post, ["v1", "tokens"], sending: body))
        if !session.wantsJSON {
            let token = try session.read(CreatedToken.self, from: answer.body)
            let end = token.expiresAt.map { ", until \(session.clock.date($0)) \(session.clock.time($0))" } ?? ""
            session.console.note("\(token.id): \(token.name), \(token.role.rawValue) of \(token.scope)\(end)")
        }
        try session.show(answer, as: CreatedToken.self, \.token)
    }
}
