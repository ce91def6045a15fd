import DispatchWire
import Synchronization
import Testing

@testable import arrivectl

/// Runs the program as from a terminal, in a made-up world, and keeps what it printed.
final class Terminal: Sendable {
    struct Outcome: Equatable {
        var code: Int32
        var output: String
        var errors: String
    }

    let isTerminal: Bool
    let variables: [String: String]
    /// What is typed when something is asked; nil when nobody sits there.
    let typed: String?
    /// The daemon's configuration on this machine.
    let configuration: String?
    private let output = Mutex("")
    private let errors = Mutex("")
    private let pauses = Mutex<[Int]>([])
    private let interrupts = AsyncStream<Void>.makeStream()
    private let printed = AsyncStream<Void>.makeStream()

    init(
        isTerminal: Bool = false,
        variables: [String: String] = ["ARRIVED_TOKEN": "secret"],
        typed: String? = nil,
        configuration: String? = nil
    ) {
        self.configuration = configuration
        self.typed = typed
        self.isTerminal = isTerminal
        self.variables = variables
    }

    /// Seconds of the pauses made.
    var pausesSeconds: [Int] {
        pauses.withLock { $0 }
    }

    /// Presses Ctrl-C.
    func interrupt() {
        interrupts.continuation.yield()
    }

    /// Waits until something is printed.
    func untilPrinted() async {
        for await _ in printed.stream { return }
    }

    func run(_ arguments: String..., steps: FakeConnection.Step...) async -> Outcome {
        await run(arguments, steps: steps)
    }

    func run(_ arguments: [String], steps: [FakeConnection.Step]) async -> Outcome {
        let connection = FakeConnection(steps)
        let code = await CommandRun.run(arguments, in: surroundings(connection))
        #expect(connection.unusedCalls == [])
        return Outcome(code: code, output: output.withLock { $0 }, errors: errors.withLock { $0 })
    }

    private func surroundings(_ connection: FakeConnection) -> Surroundings {
        Surroundings(
            console: Console(
                write: { [self] stream, text in
                    switch stream {
                    case .output: output.withLock { $0 += text }
                    case .errors: errors.withLock { $0 += text }
                    }
                    printed.continuation.yield()
                },
                errorsAreTerminal: isTerminal
            ),
            variable: { [variables] in variables[$0] },
            standardTokenFile: { [variables] in variables["STANDARD_TOKEN_FILE"] },
            connect: { [self] server, token throws(CommandFailure) in
                guard server.hasPrefix("http") else { throw .usage("\(server) is no address") }
                errors.withLock { $0 += variables["TELL"] == nil ? "" : "[\(server) \(token ?? "-")]\n" }
                return connection
            },
            clock: LocalClock { _ in 8 * 3_600 },
            interrupts: { [interrupts] in interrupts.stream },
            pause: { [self] seconds in pauses.withLock { $0.append(seconds) } },
            newKey: { "key-1" },
            createStore: { store throws(CommandFailure) in
                guard store.path != "/taken" else { throw .failed("\(store.path) exists already") }
                return "first-token-of-\(store.countyCode)"
            },
            ask: { [self] question in
                guard let typed else { return nil }
                errors.withLock { $0 += question }
                return typed
            },
            columns: 80,
            configuration: { [configuration] in configuration }
        )
    }
}
