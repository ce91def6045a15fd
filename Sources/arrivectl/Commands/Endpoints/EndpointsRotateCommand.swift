import ArgumentParser
import DispatchWire

struct EndpointsRotateCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Change the secret of a generic endpoint, in two steps.",
        discussion: """
            The first step prints a new secret, which signs beside the listed one from then on. Give it to whoever receives
            the notices; once they use it, let the old one go with --finish, and put the new one into the list.
            """
    )

    @Argument(help: "Number of the endpoint.")
    var id: Int

    @Flag(help: "The second step: the listed secret signs no more.")
    var finish = false

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        guard !finish else {
            return try await session.show(
                APICall(.post, ["v1", "endpoints", String(id), "finish-rotation"]),
                as: EndpointView.self
            ) { EndpointReport(clock: session.clock).full($0) }
        }
        try await session.show(
            APICall(.post, ["v1", "endpoints", String(id), "rotate"]),
            as: RotatedSecret.self,
            \.secret
        )
        session.console.note("Both secrets sign until: arrivectl endpoints rotate \(id) --finish")
    }
}
