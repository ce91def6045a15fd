import CurlTransport
import DispatchWire
import Foundation
import GRDB
import Glibc
import TestSupport

/// A store with its daemon, the people's endpoints and a client: all that an end-to-end test needs.
final class TestCounty: Sendable {
    struct CommandResult: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Weixian, whose villages the stories are set in.
    static let code = "130533"
    /// Ports tried before giving up: another program may take a free one between finding and using it.
    private static let portAttempts = 5

    let folder: TestFolder
    let receiver: LocalReceiver
    let token: String
    private let loop: CurlLoop
    private let options: [String]
    private let wrapper: [String]
    private let state = Locked<(port: UInt16, daemon: ChildProgram?)>((0, nil))

    /// Makes a store in a folder, starts its daemon, runs `body`, and stops and removes everything whatever happens.
    ///
    /// - Parameters:
    ///   - countyCode: The county's six digits.
    ///   - settings: The configuration file's text.
    ///   - clockRate: How much faster than real time the daemon's clock runs.
    ///   - answer: What the endpoints do with a notice.
    static func with<Value>(
        countyCode: String = TestCounty.code,
        settings: String? = nil,
        clockRate: Double? = nil,
        answer: @escaping @Sendable (ReceivedRequest) -> ReceiverAnswer = { _ in .ok },
        _ body: (TestCounty) async throws -> Value
    ) async throws -> Value {
        try await TestFolder.with { folder in
            try await with(
                in: folder,
                countyCode: countyCode,
                settings: settings,
                clockRate: clockRate,
                answer: answer,
                body
            )
        }
    }

    /// The same in a folder that is there already.
    ///
    /// - Parameter wrapper: A program, and its arguments, that starts the daemon.
    static func with<Value>(
        in folder: TestFolder,
        countyCode: String = TestCounty.code,
        settings: String? = nil,
        clockRate: Double? = nil,
        wrapper: [String] = [],
        answer: @escaping @Sendable (ReceivedRequest) -> ReceiverAnswer = { _ in .ok },
        _ body: (TestCounty) async throws -> Value
    ) async throws -> Value {
        var options: [String] = []
        if let settings { options = ["--config", try folder.write(settings, to: "arrived.yaml")] }
        if let clockRate { options += ["--clock-rate", "\(clockRate)"] }
        let token = try await found(folder, countyCode: countyCode, isDemo: clockRate != nil)
        let county = try TestCounty(folder, LocalReceiver(answer), token, options, wrapper)
        do {
            try await county.start()
            let value = try await body(county)
            await county.kill()
            county.close()
            return value
        } catch {
            await county.kill()
            county.close()
            throw error
        }
    }

    /// Makes the store with `arrivectl init`.
    ///
    /// - Returns: The administrator's token.
    static func found(
        _ folder: TestFolder,
        countyCode: String = TestCounty.code,
        isDemo: Bool = false
    ) async throws -> String {
        let result = try await run(
            try Programs.control,
            ["init", "--store", folder.file("store.db"), "--county-code", countyCode] + (isDemo ? ["--demo"] : [])
        )
        let token = result.output.trimmingCharacters(in: .whitespacesAndNewlines)
        guard result.status == 0, !token.isEmpty else { throw Failed(description: "init: \(result)") }
        _ = try folder.write(token, to: "token")
        return token
    }

    private init(
        _ folder: TestFolder,
        _ receiver: LocalReceiver,
        _ token: String,
        _ options: [String],
        _ wrapper: [String]
    ) throws {
        self.folder = folder
        self.receiver = receiver
        self.token = token
        self.options = options
        self.wrapper = wrapper
        loop = try CurlLoop(configuration: CurlLoop.Configuration(policy: .unrestricted))
    }

    private func close() {
        receiver.stop()
        loop.shutdown()
    }

    var store: String { folder.file("store.db") }
    var baseURL: String { "http://127.0.0.1:\(state.withLock { $0.port })" }
    var port: UInt16 { state.withLock { $0.port } }
    var client: APIClient { APIClient(loop: loop, baseURL: baseURL, token: token) }

    // MARK: The daemon

    /// Starts the daemon and returns when it is ready, on the same port as before.
    func start() async throws {
        if state.withLock({ $0.port }) != 0 { return try await startOnce() }
        var attempt = 1
        while true {
            // Free at this moment.
            let port = try RefusingPort().port
            state.withLock { $0.port = port }
            do {
                return try await startOnce()
            } catch let failure as Failed where attempt < Self.portAttempts && failure.description.contains("bind") {
                attempt += 1
            }
        }
    }

    private func startOnce() async throws {
        let arguments =
            ["--store", store, "--listen", "127.0.0.1:\(state.withLock { $0.port })"]
            + ["--allow-network", "127.0.0.0/8"] + options
        let command = wrapper + [try Programs.daemon] + arguments
        let daemon = try ChildProgram(command[0], Array(command.dropFirst()))
        state.withLock { $0.daemon = daemon }
        let isListening = try await within(testDeadline, "listening") { await daemon.errors.says("listening") }
        guard isListening else {
            throw Failed(description: "the daemon ended with \(await daemon.end()): \(daemon.errors.text)")
        }
        let ready = try await client.get("/readyz")
        guard ready.status == 200 else { throw Failed(description: "/readyz: \(ready.status)") }
    }

    /// Ends the daemon as a power cut would.
    func kill() async {
        await end(SIGKILL)
    }

    /// Ends the daemon as systemd does.
    @discardableResult
    func stop() async -> Int32? {
        await end(SIGTERM)
    }

    @discardableResult
    private func end(_ signal: Int32) async -> Int32? {
        let daemon = state.withLock { state in
            defer { state.daemon = nil }
            return state.daemon
        }
        daemon?.signal(signal)
        return await daemon?.end()
    }

    /// Sends the running daemon a signal.
    func signal(_ number: Int32) {
        state.withLock { $0.daemon }?.signal(number)
    }

    /// Stops the daemon where it stands, and returns when each of its threads does.
    func pause() async throws {
        guard let daemon = state.withLock({ $0.daemon }) else { throw Failed(description: "there is no daemon") }
        daemon.signal(SIGSTOP)
        try await eventually("every thread stands still") { try daemon.isStopped }
    }

    /// Lets it go on.
    func resume() {
        state.withLock { $0.daemon }?.signal(SIGCONT)
    }

    /// The names of the running daemon's threads.
    func threads(named name: String? = nil) throws -> [String] {
        guard let daemon = state.withLock({ $0.daemon }) else { throw Failed(description: "there is no daemon") }
        return try daemon.threads().filter { name == nil || $0 == name }
    }

    /// Bytes of memory that the running daemon uses.
    func residentBytes() throws -> Int {
        guard let daemon = state.withLock({ $0.daemon }) else { throw Failed(description: "there is no daemon") }
        return try daemon.residentBytes()
    }

    /// What the running daemon has logged.
    var log: String { state.withLock { $0.daemon }?.errors.text ?? "" }

    // MARK: The operator

    /// Runs `arrivectl` as an operator does.
    func control(_ arguments: String...) async throws -> CommandResult {
        try await Self.run(
            try Programs.control,
            arguments + ["--server", baseURL, "--token-file", folder.file("token")]
        )
    }

    /// Runs `arrivectl … --json` and reads what it prints.
    func ask<Value: Decodable>(_ arguments: String..., as type: Value.Type = Value.self) async throws -> Value {
        let result = try await Self.run(
            try Programs.control,
            arguments + ["--json", "--server", baseURL, "--token-file", folder.file("token")]
        )
        guard result.status == 0 else { throw Failed(description: "\(arguments): \(result)") }
        return try WireJSON.read(from: Array(result.output.utf8))
    }

    func bringIn(_ kind: ImportKind, _ csv: String) async throws {
        let file = try folder.write(csv, to: "\(kind.rawValue).csv")
        let result = try await control("import", kind.rawValue, file)
        guard result.status == 0 else { throw Failed(description: "import \(kind): \(result)") }
    }

    static func run(
        _ path: String,
        _ arguments: [String],
        within limit: Duration = testDeadline
    ) async throws -> CommandResult {
        let program = try ChildProgram(path, arguments)
        let status = try await within(limit, "\(arguments)") { await program.end() }
        return CommandResult(status: status, output: program.output.text, errors: program.errors.text)
    }

    // MARK: What came of it

    /// All notices so far, with repeats.
    var notices: [HeardNotice] { receiver.requests.compactMap(HeardNotice.init) }

    /// Waits for this many different notices that fit.
    @discardableResult
    func notices(
        _ count: Int,
        _ kind: String,
        where fits: @escaping @Sendable (HeardNotice) -> Bool = { _ in true }
    ) async throws -> [HeardNotice] {
        var awaited = count
        while true {
            let heard = try await receiver.waitForRequests(awaited) { request in
                HeardNotice(request).map { $0.kind == kind && fits($0) } ?? false
            }.compactMap(HeardNotice.init)
            let different = Dictionary(heard.map { ($0.id, $0) }) { first, _ in first }
            if different.count >= count { return different.values.sorted { $0.id < $1.id } }
            awaited = heard.count + 1
        }
    }

    /// Reads the store's file with SQL, past the daemon.
    func sql<Value: Sendable>(_ read: (Database) throws -> Value) throws -> Value {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: store, configuration: configuration)
        return try queue.read(read)
    }
}
