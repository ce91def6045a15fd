import DispatchWire
import FoundationEssentials

/// Forgetting somebody, once that is meant.
struct Forgetting {
    let kind: ForgottenView.Kind
    let id: String
    let isConfirmed: Bool

    func run(in session: APISession) async throws(CommandFailure) {
        if !isConfirmed { try confirm(session.surroundings) }
        let path = kind == .member ? "members" : "households"
        try await session.show(APICall(.post, ["v1", path, id, "forget"]), as: ForgottenView.self) { forgotten in
            text(forgotten, session.clock)
        }
    }

    /// Has the id typed once more: a wrong one cannot be taken back.
    private func confirm(_ surroundings: Surroundings) throws(CommandFailure) {
        let question = "\(kind.rawValue.capitalized) \(id) will be erased for good. Type the id again to go on: "
        guard let typed = surroundings.ask(question) else {
            throw .usage("Nobody can be asked whether this is meant; say --yes.")
        }
        guard typed == id else { throw .usage("That is not \(id); nothing was erased.") }
    }

    private func text(_ forgotten: ForgottenView, _ clock: LocalClock) -> String {
        let name = "\(forgotten.kind.rawValue.capitalized) \(forgotten.id)"
        let time = "\(clock.date(forgotten.forgottenAt)) \(clock.time(forgotten.forgottenAt))"
        guard !forgotten.wasForgotten else { return "\(name) was forgotten on \(time); nothing is left to erase." }
        return """
            \(name) is forgotten: erased in \(Self.count(forgotten.erasedRequests, "request")) and \
            \(Self.count(forgotten.clearedTexts, "text")) as well as everywhere else in the store.
            Backups made before now still hold the person until they are rotated out.
            The next import brings the person back unless the list no longer names them.
            """
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
