/// Holds routes back until the test opens it.
final class ListenerGate: Sendable {
    private let log = ListenerEventLog<Bool>()

    func open() {
        log.append(true)
    }

    func pass() async throws {
        try await log.wait(for: true)
    }
}
