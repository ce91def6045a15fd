import ArgumentParser
import DispatchWire

struct WatchCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Print what happens, as it happens, until Ctrl-C.",
        discussion: """
            Begins with now unless told otherwise, and after a lost connection goes on where it stood. With --json every \
            event is one line.
            """
    )

    @Option(help: ArgumentHelp("Only what belongs to this request.", valueName: "id"))
    var request: String?

    @Option(help: ArgumentHelp("Begin after this position of the journal; 0 for all of it.", valueName: "position"))
    var since: Int64?

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let watch = EventWatch(session: session, requestID: request, since: since)
        let outcome = await withTaskGroup(of: Result<Void, CommandFailure>.self) { group in
            group.addTask {
                do throws(CommandFailure) {
                    try await watch.follow()
                    return .success(())
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                for await _ in session.surroundings.interrupts() { break }
                return .success(())
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? .success(())
        }
        try outcome.get()
    }
}
