import ArgumentParser
import DispatchWire

/// `arrivectl status`: is a server there, and does it take requests?
struct StatusCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say whether the server is alive and ready; needs no token."
    )

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let alive = try await session.attempt(APICall(.get, ["healthz"]))
        guard alive.isSuccess else { throw session.refusal(alive) }
        let ready = try await session.attempt(APICall(.get, ["readyz"]))
        if session.wantsJSON, ready.isSuccess { session.console.print(json: ready.body) }
        guard ready.isSuccess else { throw session.refusal(ready) }
        guard !session.wantsJSON else { return }
        session.console.print("The server is alive and ready.")
        let clock = try session.read(ReadinessView.self, from: ready.body).clock
        guard let since = clock.doubtedSince else { return }
        let ahead = clock.aheadSeconds.map { seconds in
            ", \(seconds.magnitude) s \(seconds < 0 ? "behind" : "ahead of") what endpoints say"
        }
        session.console.print(
            "Its wall clock is doubted since \(since)\(ahead ?? ""): set it, and let NTP keep it. Calls are served meanwhile."
        )
    }
}
