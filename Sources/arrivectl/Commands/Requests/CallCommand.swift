import ArgumentParser
import DispatchWire

/// `arrivectl call`: as few keystrokes as can be, for an operator whose caller is on the line.
struct CallCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Submit a request for a caller who is on the line.",
        discussion: """
            The caller's phone says which household it is; if the caller is elsewhere, or unknown, say the place. Example:

              arrivectl call 0319-5550101 fall --village 沙河王庄 old man, in the yard
            """
    )

    @Argument(help: "Phone the caller rings from.")
    var phone: String

    @Argument(help: "medical-transport, fall, elder-check, errand, repair, disaster, other, or as configured.")
    var category: String

    @Argument(help: "What the caller says.")
    var words: [String] = []

    @Option(name: .shortAndLong, help: "How urgent; by default what the category says.")
    var urgency: RequestView.Urgency?

    @OptionGroup(title: "Place")
    var place: PlaceOptions

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let request = NewRequest(
            category: category,
            urgency: urgency,
            place: place.place,
            householdId: place.household,
            callerPhone: phone,
            summary: words.isEmpty ? nil : words.joined(separator: " ")
        )
        let answer = try await session.submit(try APICall(.post, ["v1", "requests"], sending: request))
        try session.show(answer, as: RequestView.self) { request in
            RequestReport(request: request, clock: session.clock).brief
        }
    }
}
