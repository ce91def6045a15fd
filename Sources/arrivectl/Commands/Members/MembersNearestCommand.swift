import ArgumentParser
import DispatchWire

struct MembersNearestCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "nearest",
        abstract: "Find the nearest members who are on duty and free."
    )

    @Option(help: "Degrees north.")
    var latitude: Double

    @Option(help: "Degrees east.")
    var longitude: Double

    @Option(help: ArgumentHelp("What the coordinates were measured in.", valueName: "system"))
    var crs: PlaceReference.CoordinateSystem?

    @Option(help: ArgumentHelp("A capability they must have; may be repeated.", valueName: "capability"))
    var requires: [String] = []

    @Option(help: "At most so many.")
    var limit: Int?

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let query: [(String, String?)] = [
            ("latitude", String(latitude)), ("longitude", String(longitude)), ("crs", crs?.rawValue),
            ("requires", requires.isEmpty ? nil : requires.joined(separator: ";")), ("limit", limit.map(String.init)),
        ]
        let report = MemberReport(clock: session.clock)
        let call = APICall(.get, ["v1", "members", "nearest"], query: query)
        try await session.show(call, as: NearestMembers.self, report.nearest)
    }
}
