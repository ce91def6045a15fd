import ArgumentParser
import DispatchWire

struct MembersLinkCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Print the address of a member's own page, to be given to nobody else.",
        discussion: """
            It stays the same until it is renewed. Whoever comes back to the list after more than seven days, or with \
            another phone, has a new one.
            """
    )

    @Argument(help: "Id of the member.")
    var id: String

    @Flag(help: "Make a new address; the one before leads nowhere from then on.")
    var renew = false

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let query = [("renew", renew ? "true" : nil)]
        let call = APICall(.post, ["v1", "members", id, "link"], query: query)
        try await session.show(call, as: MemberLink.self, \.url)
    }
}
