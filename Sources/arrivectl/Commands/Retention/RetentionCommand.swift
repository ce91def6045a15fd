import ArgumentParser
import DispatchWire

struct RetentionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Show how far what is past its time was removed, or have a shortened setting caught up with.",
        subcommands: [RetentionShowCommand.self, RetentionCatchUpCommand.self]
    )
}

struct RetentionShowCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show before which moment things have been removed, and where the settings put that."
    )

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        try await session.show(APICall(.get, ["v1", "retention"]), as: RetentionView.self, \.text)
    }
}

struct RetentionCatchUpCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "catch-up",
        abstract: "Let everything go at once that the settings say is past its time.",
        discussion: """
            Without it a cut moves by at most two days for each day the daemon runs, so that no wrong clock and no slip in \
            the settings erases years. It is refused while the server's clock is doubted.
            """
    )

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        try await session.show(APICall(.post, ["v1", "retention", "catch-up"]), as: RetentionView.self, \.text)
    }
}

extension RetentionView {
    var text: String {
        guard !cuts.isEmpty else { return "Everything is kept for ever." }
        return cuts.map { cut in
            let name = cut.kind.rawValue
            let remark = cut.at < cut.target ? ", on its way to \(cut.target)" : ""
            return "\(name): removed up to \(cut.at)\(remark)"
        }.joined(separator: "\n")
    }
}
