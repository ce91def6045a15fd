import DispatchHTTP
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ListenerShutdownTests {
    @Test func aRunningRequestIsAnsweredAndNobodyElseIsTaken() async throws {
        try await ListenerHarness.run { harness in
            let running = try await harness.connect()
            try await running.say("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            await harness.events.wait(for: "slow began")
            let idle = try await harness.connect()
            try await idle.say("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            try await idle.hear { $0.hasSuffix("hello") }

            await harness.beginShutdown()
            #expect(try await idle.hearUntilClosed().hasSuffix("hello"), "a resting connection closes at once")
            await #expect(throws: (any Error).self) { try await harness.connect() }

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
            await harness.events.wait(for: "streaming")
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
            await harness.events.wait(for: "slow began")
            await harness.beginShutdown()
            #expect(try await client.hearUntilClosed().isEmpty)
        }
    }
}
