import ArgumentParser
import DispatchWire

struct RequestPlaceCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "place",
        abstract: "Correct the place; everybody asked or on the way hears of it."
    )

    @Argument(help: "Id of the request, or its number of the day.")
    var id: String

    @OptionGroup(title: "Place")
    var place: PlaceOptions

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        guard let place = place.place else {
            throw .usage("say the place: --village-code, --village, or --latitude with --longitude")
        }
        let body = CorrectPlace(place: place)
        let call = try APICall(.post, ["v1", "requests", id, "place"], sending: body)
        try await session.showRequest(after: call)
    }
}
