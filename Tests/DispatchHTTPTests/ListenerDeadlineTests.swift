import DispatchHTTP
import Testing

/// Real clients that let the daemon wait, with deadlines short enough for a test.
@Suite(.timeLimit(.minutes(1)))
struct ListenerDeadlineTests {
    @Test func aHeaderThatDripsIsAnswered408AndClosed() async throws {
        var limits = ListenerLimits()
        limits.headerDeadlineMilliseconds = 200
        try await ListenerHarness.run(limits: limits) { harness in
            // On a busy machine a connection may be over before its first byte; that one is closed without a word.
            var heard = ""
            while heard.isEmpty { heard = try await harness.connect().saying("GET /hello HTTP/1.1\r\nHos") }
            #expect(heard.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
            #expect(heard.contains("\r\nConnection: close\r\n"))
            #expect(harness.statuses.elements == [408])
        }
    }

    @Test func bytesDoNotProlongTheHeaderDeadline() async throws {
        var limits = ListenerLimits()
        limits.headerDeadlineMilliseconds = 200
        limits.maximumHeaderFields = 10_000_000
        limits.maximumHeaderBytes = 1_000_000_000
        try await ListenerHarness.run(limits: limits) { harness in
            while harness.statuses.elements.isEmpty {
                let client = try await harness.connect()
                // Drips as fast as the daemon takes it, until the daemon has had enough.
                await #expect(throws: (any Error).self) {
                    try await client.say("GET /hello HTTP/1.1\r\n")
                    while true { try await client.say("X: y\r\n") }
                }
            }
            #expect(harness.statuses.elements == [408])
        }
    }

    @Test func aConnectionThatSaysNothingIsClosed() async throws {
        var limits = ListenerLimits()
        limits.headerDeadlineMilliseconds = 100
        try await ListenerHarness.run(limits: limits) { harness in
            let client = try await harness.connect()
            #expect(try await client.hearUntilClosed().isEmpty)
        }
    }

    @Test func anIdleConnectionIsClosedAfterItsAnswer() async throws {
        var limits = ListenerLimits()
        limits.idleDeadlineMilliseconds = 100
        try await ListenerHarness.run(limits: limits) { harness in
            let client = try await harness.connect()
            try await client.say("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.hearUntilClosed().hasSuffix("hello"))
            #expect(harness.statuses.elements == [200])
        }
    }

    @Test(arguments: ["Content-Length: 100\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"])
    func aBodyThatStopsIsAnswered408AndBreaksForTheRoute(text: String) async throws {
        var limits = ListenerLimits()
        limits.bodyDeadlineMilliseconds = 100
        try await ListenerHarness.run(limits: limits) { harness in
            let client = try await harness.connect()
            try await client.say("POST /count HTTP/1.1\r\nHost: a\r\n\(text)")
            #expect(try await client.hearUntilClosed().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
            try await harness.events.wait { !$0.isEmpty }
            #expect(harness.events.elements == ["body broken"])
        }
    }

    @Test func aClientIsNotToBlameForARouteThatDoesNotRead() async throws {
        var limits = ListenerLimits()
        limits.bodyDeadlineMilliseconds = 2000
        limits.readChunkBytes = 2048
        try await ListenerHarness.run(limits: limits) { harness in
            let client = try await harness.connect()
            let size = 300_000
            try await client.say("POST /gated HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
            try await harness.events.wait(for: "gated began")
            async let said: Void = client.say(String(repeating: "a", count: size))

            // Another connection measures the time: its own deadline passes while the first one's must not.
            let clock = try await harness.connect()
            try await clock.say("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf")
            #expect(try await clock.hearUntilClosed().hasPrefix("HTTP/1.1 408 "))

            harness.gate.open()
            try await said
            #expect(try await client.hear { $0.contains("bytes") }.hasSuffix("\(size) bytes"))
        }
    }

    @Test func aRouteMayTakeAsLongAsItLikes() async throws {
        var limits = ListenerLimits()
        limits.bodyDeadlineMilliseconds = 100
        limits.idleDeadlineMilliseconds = 100
        try await ListenerHarness.run(limits: limits) { harness in
            let client = try await harness.connect()
            try await client.say("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            try await harness.events.wait(for: "slow began")
            // Another connection measures the time.
            let clock = try await harness.connect()
            #expect(try await clock.saying("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").hasSuffix("hello"))
            harness.gate.open()
            #expect(try await client.hear { $0.contains("slow done") }.hasPrefix("HTTP/1.1 200 OK"))
        }
    }
}
