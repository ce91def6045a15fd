import FoundationEssentials
import Glibc

extension Surroundings {
    /// The real world.
    static let live = Surroundings(
        console: .terminal,
        variable: { name in ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 } },
        standardTokenFile: {
            FileManager.default.isReadableFile(atPath: TokenFile.standardPath) ? TokenFile.standardPath : nil
        },
        connect: { server, token throws(CommandFailure) in try CurlConnection(server: server, token: token) },
        clock: .system,
        interrupts: { InterruptSignal.stream() },
        pause: { seconds in
            // Cancellation ends the pause early, which is all that can be thrown.
            try? await Task.sleep(for: .seconds(seconds))
        },
        newKey: { UUID().uuidString },
        createStore: { store throws(CommandFailure) in try store.create() },
        ask: { question in
            guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
            Console.terminal.write(.errors, question)
            return readLine() ?? ""
        },
        columns: nil,
        configuration: {
            // One that cannot be read names no server beside the standard one.
            try? String(contentsOf: URL(filePath: ConfigurationLook.standardPath), encoding: .utf8)
        }
    )
}
