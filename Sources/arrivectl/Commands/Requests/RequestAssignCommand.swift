import ArgumentParser
import DispatchWire

struct RequestAssignCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign",
        abstract: "Give a seat to a member by hand.",
        discussion: """
            With a township's token a member of another township is asked instead, before everybody else: the seat is \
            theirs, and their name and phone are shown, when they accept.
            """
    )

    @Argument(help: "Id of the request, or its number of the day.")
    var id: String

    @Argument(help: "Id of the member.")
    var member: String

    @Option(help: ArgumentHelp("Id of the seat; not needed if only one is open.", valueName: "id"))
    var seat: String?

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let seat: String
        if let given = self.seat { seat = given } else { seat = try await onlyOpenSeat(session) }
        let body = Assign(memberId: member, seat: seat)
        let call = try APICall(.post, ["v1", "requests", id, "assign"], sending: body)
        let member = member
        let clock = session.clock
        try await session.show(call, as: RequestView.self) { request in
            let report = RequestReport(request: request, clock: clock)
            return [report.asked(member), report.full].compactMap(\.self).joined(separator: "\n\n")
        }
    }

    private func onlyOpenSeat(_ session: APISession) async throws(CommandFailure) -> String {
        let answer = try await session.send(APICall(.get, ["v1", "requests", id]))
        let request = try session.read(RequestView.self, from: answer.body)
        let open = request.seats.filter { $0.state == .open }
        if open.count == 1, let seat = open.first { return seat.id }
        guard !open.isEmpty else { throw .usage("request \(request.number) has no open seat") }
        let names = open.map { "\($0.id) (\($0.role))" }.joined(separator: ", ")
        throw .usage("request \(request.number) has several open seats; say which with --seat: \(names)")
    }
}
