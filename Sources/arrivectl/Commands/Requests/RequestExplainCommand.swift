import ArgumentParser
import DispatchWire

struct RequestExplainCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say who was asked and why, and why others near were not."
    )

    @Argument(help: "Id of the request, or its number of the day.")
    var id: String

    @Option(help: "How many near members, at most 100.")
    var limit: Int?

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let query = [("limit", limit.map(String.init))]
        let call = APICall(.get, ["v1", "requests", id, "explanation"], query: query)
        if session.wantsJSON {
            return try await session.show(call, as: Explanation.self) { _ in "" }
        }
        let answer = try await session.send(APICall(.get, ["v1", "requests", id]))
        let request = try session.read(RequestView.self, from: answer.body)
        try await session.show(call, as: Explanation.self) { explanation in
            ExplanationReport(request: request, explanation: explanation, clock: session.clock).text
        }
    }
}
