import ArgumentParser
import DispatchWire

struct RequestNoteCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "note",
        abstract: "Write something down in the timeline."
    )

    @Argument(help: "Id of the request, or its number of the day.")
    var id: String

    @Argument(help: "What to remember.")
    var words: [String]

    @Flag(help: "Somebody else called about the same trouble; taken also when there are 200 notes.")
    var call = false

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let body = NewNote(text: words.joined(separator: " "), kind: call ? .call : nil)
        let call = try APICall(.post, ["v1", "requests", id, "notes"], sending: body)
        try await session.showRequest(after: call)
    }
}
