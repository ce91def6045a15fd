import DispatchHTTP
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Runs a listener with a few routes of its own for the length of a test, and always stops it.
struct ListenerHarness: Sendable {
    let address: SocketAddress
    let statuses: ListenerEventLog<Int>
    /// What the routes report, each in its own words, and connections that found no place.
    let events: ListenerEventLog<String>
    let gate: ListenerGate
    private let group: ServiceGroup

    func connect(reading: Bool = true) async throws -> ListenerClient {
        try await ListenerClient.connect(to: address, reading: reading)
    }

    func beginShutdown() async {
        await group.triggerGracefulShutdown()
    }

    /// - Parameter addresses: By default any free port of this machine.
    static func run(
        at addresses: ListenAddress...,
        limits: ListenerLimits = ListenerLimits(),
        _ body: @escaping @Sendable (ListenerHarness) async throws -> Void
    ) async throws {
        let statuses = ListenerEventLog<Int>()
        let events = ListenerEventLog<String>()
        let gate = ListenerGate()
        let (listening, announce) = AsyncStream<SocketAddress?>.makeStream()
        var logger = Logger(label: "listener-tests")
        logger.logLevel = .critical
        let listener = HTTPListener(
            responder: makeRouter(events: events, gate: gate).buildResponder(),
            addresses: addresses.isEmpty ? [.network(host: "127.0.0.1", port: 0)] : addresses,
            limits: limits,
            logger: logger,
            onAnswer: { statuses.append($0) },
            onOverload: { events.append("no place") },
            onListening: { announce.yield($0) }
        )
        let group = ServiceGroup(configuration: .init(services: [listener], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { announce.finish() }
                try await group.run()
            }
            for await bound in listening {
                guard let bound else { break }
                tasks.addTask {
                    let harness = ListenerHarness(
                        address: bound,
                        statuses: statuses,
                        events: events,
                        gate: gate,
                        group: group
                    )
                    do {
                        try await body(harness)
                    } catch {
                        gate.open()
                        await group.triggerGracefulShutdown()
                        throw error
                    }
                    gate.open()
                    await group.triggerGracefulShutdown()
                }
                break
            }
            try await tasks.waitForAll()
        }
    }

    private static func makeRouter(events: ListenerEventLog<String>, gate: ListenerGate) -> Router<BasicRequestContext>
    {
        let router = Router()
        router.get("hello") { _, _ in "hello" }
        router.get("page") { _, _ in String(repeating: "a", count: 16 * 1024) }
        router.get("fail") { _, _ -> String in throw CancellationError() }
        router.get("slow") { _, _ in
            events.append("slow began")
            try await gate.pass()
            return "slow done"
        }
        router.post("count") { request, _ in
            do {
                var bytes = 0
                for try await buffer in request.body { bytes += buffer.readableBytes }
                events.append("body of \(bytes) bytes")
                return "\(bytes) bytes"
            } catch {
                events.append("body broken")
                throw error
            }
        }
        router.post("refuse") { _, _ in HTTPResponse.Status.contentTooLarge }
        router.post("gated") { request, _ in
            events.append("gated began")
            try await gate.pass()
            var bytes = 0
            for try await buffer in request.body { bytes += buffer.readableBytes }
            return "\(bytes) bytes"
        }
        router.get("flood") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    let chunk = ByteBuffer(repeating: 0x61, count: 16 * 1024)
                    do {
                        for number in 1... {
                            try await writer.write(chunk)
                            events.append("wrote \(number)")
                        }
                    } catch {
                        events.append("flood ended")
                        throw error
                    }
                }
            )
        }
        router.get("stream") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "data: first\n\n"))
                    events.append("streaming")
                    try await gracefulShutdown()
                    try await writer.write(ByteBuffer(string: "data: bye\n\n"))
                    try await writer.finish(nil)
                }
            )
        }
        return router
    }
}
