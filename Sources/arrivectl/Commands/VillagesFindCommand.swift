import ArgumentParser
import DispatchWire

struct VillagesFindCommand: ServerCommand {
    static let configuration = CommandConfiguration(commandName: "find", abstract: "Find villages by name.")

    @Argument(help: "The name.")
    var name: String

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let call = APICall(.get, ["v1", "villages"], query: [("name", name)])
        try await session.show(call, as: VillageList.self) { list in
            guard !list.villages.isEmpty else { return "No village has that name." }
            var rows = AlignedRows(["CODE", "VILLAGE", "TOWNSHIP", "LATITUDE", "LONGITUDE"])
            for village in list.villages {
                rows.add([
                    village.code, village.name, village.township, String(village.latitude), String(village.longitude),
                ])
            }
            return rows.text
        }
    }
}
