import CurlTransport
import DispatchWire
import Foundation
import Glibc

/// A daemon of its own on a new store, as a child of the benchmark.
final class BenchDaemon: Sendable {
    private static let readyLimit = Duration.seconds(30)
    private static let readyPause = Duration.milliseconds(20)

    let folder: String
    let token: String
    let client: BenchClient
    private let port: UInt16
    private let daemon: Locked<Process>

    /// Makes the store, starts the daemon and waits until it is ready.
    ///
    /// - Parameter folder: An empty folder, which the caller removes.
    init(folder: String, port: UInt16, loop: CurlLoop) async throws {
        self.folder = folder
        let store = folder + "/store.db"
        token = try Self.run(["init", "--store", store], folder: folder)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        try Data(token.utf8).write(to: URL(filePath: folder + "/token"))
        self.port = port
        client = BenchClient(loop: loop, baseURL: "http://127.0.0.1:\(port)", token: token)
        try Data().write(to: URL(filePath: folder + "/log"))
        daemon = Locked(try Self.start(folder, port))
        try await waitUntilReady()
    }

    private static func start(_ folder: String, _ port: UInt16) throws -> Process {
        let daemon = Process()
        daemon.executableURL = URL(filePath: try program("arrived"))
        daemon.arguments = [
            "--store", folder + "/store.db", "--listen", "127.0.0.1:\(port)", "--allow-network", "127.0.0.0/8",
        ]
        let handle = try FileHandle(forWritingTo: URL(filePath: folder + "/log"))
        try handle.seekToEnd()
        daemon.standardOutput = handle
        daemon.standardError = handle
        try daemon.run()
        return daemon
    }

    private func waitUntilReady() async throws {
        let end = ContinuousClock.now + Self.readyLimit
        while await !client.isReady() {
            guard daemon.withLock({ $0.isRunning }), ContinuousClock.now < end else {
                throw BenchFault("the daemon does not start: \(try log)")
            }
            try await Task.sleep(for: Self.readyPause)
        }
    }

    /// All that the daemon has logged, over restarts.
    var log: String {
        get throws { String(decoding: try Data(contentsOf: URL(filePath: folder + "/log")), as: UTF8.self) }
    }

    /// Kills the daemon and starts it again.
    ///
    /// - Returns: How long it took until it was ready.
    func restart() async throws -> Duration {
        daemon.withLock { running in
            kill(running.processIdentifier, SIGKILL)
            running.waitUntilExit()
        }
        let start = ContinuousClock.now
        let started = try Self.start(folder, port)
        daemon.withLock { $0 = started }
        try await waitUntilReady()
        return ContinuousClock.now - start
    }

    func stop() {
        daemon.withLock { running in
            running.terminate()
            running.waitUntilExit()
        }
    }

    /// A token of this role for the county.
    func makeToken(_ name: String, role: String) throws -> String {
        try Self.run(
            ["token", "create", name, "--role", role, "--server", client.baseURL, "--token-file", folder + "/token"],
            folder: folder
        ).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Brings a list in with `arrivectl`, and returns how long that took.
    @discardableResult
    func bringIn(_ kind: ImportKind, _ csv: String) throws -> Duration {
        let file = "\(folder)/\(kind.rawValue).csv"
        try Data(csv.utf8).write(to: URL(filePath: file))
        return try ContinuousClock().measure {
            _ = try Self.run(
                ["import", kind.rawValue, file, "--server", client.baseURL, "--token-file", folder + "/token"],
                folder: folder
            )
        }
    }

    /// Runs `arrivectl` and returns what it prints.
    private static func run(_ arguments: [String], folder: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: try program("arrivectl"))
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchFault("arrivectl \(arguments.joined(separator: " ")) ended with \(process.terminationStatus)")
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The programs lie beside this one.
    private static func program(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = URL(filePath: own).deletingLastPathComponent().appending(path: name).path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BenchFault("\(path) is missing; scripts/bench builds it")
        }
        return path
    }
}
