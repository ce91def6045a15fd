import DispatchHTTP
import Hummingbird
import Logging
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ListenerShutdownTests {
    @Test func aRunningRequestIsAnsweredAndNobodyElseIsTaken() async throws {
        try await ListenerHarness.run { harness in
            let running = try await harness.connect()
            try await running.say("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            try await harness.events.wait(for: "slow began")
            let idle = try await harness.connect()
            try await idle.say("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            try await idle.hear { $0.hasSuffix("hello") }

            await harness.beginShutdown()
            #expect(try await idle.hearUntilClosed().hasSuffix("hello"), "a resting connection closes at once")
            // One that slips in before the socket is closed is closed unanswered; then nobody is let in any more.
            await #expect(throws: (any Error).self) {
                while true { _ = try await harness.connect().hearUntilClosed() }
            }

            harness.gate.open()
            let heard = try await running.hearUntilClosed()
            #expect(heard.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(heard.lowercased().contains("connection: close\r\n"))
            #expect(heard.hasSuffix("slow done"))
        }
    }

    @Test func anEventStreamEnds() async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            try await client.say("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            try await harness.events.wait(for: "streaming")
            await harness.beginShutdown()
            #expect(try await client.hearUntilClosed().contains("data: bye"))
        }
    }

    @Test func aConnectionThatDoesNotEndIsClosedAfterTheDrainTime() async throws {
        var limits = ListenerLimits()
        limits.drainMilliseconds = 100
        try await ListenerHarness.run(limits: limits) { harness in
            let client = try await harness.connect()
            try await client.say("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            try await harness.events.wait(for: "slow began")
            await harness.beginShutdown()
            #expect(try await client.hearUntilClosed().isEmpty)
        }
    }

    @Test func aCancelledListenerClosesItsConnections() async throws {
        let router = Router()
        router.get("hello") { _, _ in "hello" }
        let (listening, announce) = AsyncStream<SocketAddress?>.makeStream()
        let listener = HTTPListener(
            responder: router.buildResponder(),
            addresses: [.network(host: "127.0.0.1", port: 0)],
            logger: Logger(label: "listener-tests") { _ in SwiftLogNoOpLogHandler() },
            onListening: { announce.yield($0) }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            var addresses = listening.makeAsyncIterator()
            let address = try #require(await addresses.next() ?? nil)
            let client = try await ListenerClient.connect(to: address)
            try await client.say("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            try await client.hear { $0.hasSuffix("hello") }
            group.cancelAll()
            #expect(try await client.hearUntilClosed().hasSuffix("hello"))
            try await group.waitForAll()
        }
    }
}
