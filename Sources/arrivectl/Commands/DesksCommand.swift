import ArgumentParser
import DispatchWire

struct DesksCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "desks",
        abstract: "List the desks that are called upon when nobody near accepts."
    )

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        try await session.show(APICall(.get, ["v1", "desks"]), as: DeskList.self) { list in
            guard !list.desks.isEmpty else {
                return "No desks. Without any, nobody is called when nobody accepts: arrivectl import desks FILE"
            }
            var rows = AlignedRows(["ID", "LEVEL", "CODE", "NAME", "PHONE", "REACHED BY"])
            for desk in list.desks {
                rows.add([
                    desk.id, desk.level.rawValue, desk.code, desk.name, desk.phone.isEmpty ? "-" : desk.phone,
                    [desk.channel, desk.endpoint].compactMap(\.self).joined(separator: ", "),
                ])
            }
            return rows.text
        }
    }
}
