import ArgumentParser
import DispatchWire

struct RequestNewCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Submit a request.",
        discussion: "The place counts over the household, the household over the caller's phone."
    )

    @Option(help: "medical-transport, fall, elder-check, errand, repair, disaster, other, or as configured.")
    var category: String

    @Option(help: "How urgent; by default what the category says.")
    var urgency: RequestView.Urgency?

    @OptionGroup(title: "Place")
    var place: PlaceOptions

    @Option(help: ArgumentHelp("Phone the caller rings from.", valueName: "phone"))
    var caller: String?

    @Option(help: "What the caller said.")
    var summary: String?

    @Option(help: ArgumentHelp("When help is wanted, such as \(RFC3339.example).", valueName: "time"))
    var scheduledFor: WireTime?

    @Option(
        help: ArgumentHelp(
            "Whom it takes; may be repeated. By default what the category says.",
            discussion: "ROLE[:CAPABILITY,…][*COUNT], such as driver:vehicle or helper*3.",
            valueName: "seat"
        )
    )
    var seat: [NewSeat] = []

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let request = NewRequest(
            category: category,
            urgency: urgency ?? scheduledFor.map { _ in .scheduled },
            place: place.place,
            householdId: place.household,
            callerPhone: caller,
            summary: summary,
            scheduledFor: scheduledFor,
            seats: seat.isEmpty ? nil : seat
        )
        let answer = try await session.submit(try APICall(.post, ["v1", "requests"], sending: request))
        try session.show(answer, as: RequestView.self) { request in
            RequestReport(request: request, clock: session.clock).full
        }
    }
}
